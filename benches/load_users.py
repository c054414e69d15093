"""The users of load.py, run by Locust: what they do, how often, and what each request took.

LOAD_TOLD names the file with people, words and records; LOAD_RECORDS the file to write.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task

TOLD: dict[str, Any] = json.loads(Path(os.environ["LOAD_TOLD"]).read_text())
WORLD = f"/{TOLD['world']}"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# Parts that a page fetches by itself once it is there.
PART = re.compile(r'hx-get="([^"]+)" hx-trigger="load"')
records: list[dict[str, Any]] = []
began = time.monotonic()
people = iter(TOLD["people"])


@events.request.add_listener
def note(
    name: str, response_time: float, exception: Exception | None, response: Any, **_more: Any
) -> None:
    """Write down one request; what was not answered with 200 is an error."""
    status = getattr(response, "status_code", 0)
    error = repr(exception) if exception else "" if status == 200 else f"status {status}"
    url = response.request.path_url if getattr(response, "request", None) else ""
    records.append(
        {
            "kind": name, "ms": response_time, "error": error, "url": url,
            "at": time.monotonic() - began,
        }
    )  # fmt: skip


@events.quitting.add_listener
def write(**_more: Any) -> None:
    """Keep the records for the one who started this."""
    Path(os.environ["LOAD_RECORDS"]).write_text(json.dumps(records))


class Reader(HttpUser):
    """Someone in an office: 40 % searches, 30 % firms, 20 % clusters, 10 % the tree."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Sign in as the next of the people."""
        name, password = next(people)
        self.chance = random.Random(name)
        page = self.client.get("/accounts/login/", name="sign-in")
        found = TOKEN.search(page.text)
        self.client.post(
            "/accounts/login/",
            {
                "login": name, "password": password, "next": f"{WORLD}/firms/",
                "csrfmiddlewaretoken": found.group(1) if found else "",
            },
            headers={"Referer": f"{self.host}/accounts/login/"},
            name="sign-in",
        )  # fmt: skip
        if "sessionid" not in self.client.cookies:
            raise RuntimeError(f"{name} could not sign in")

    def of(self, what: str) -> Any:
        """One of the things told."""
        return self.chance.choice(TOLD[what])

    @task(40)
    def search(self) -> None:
        """Type words: into the search of everything, some as one types, or into the list."""
        words = {"q": self.of("words")}
        road = self.chance.random()
        if road < 0.4:
            self.client.get(
                f"{WORLD}/search/", params=words, headers={"HX-Request": "true"}, name="search"
            )
        elif road < 0.7:
            self.client.get(f"{WORLD}/search/", params=words, name="search")
        else:
            self.client.get(f"{WORLD}/firms/", params=words, name="search")

    @task(30)
    def firm(self) -> None:
        """Open a firm, with the parts that the page fetches."""
        self.page(f"{WORLD}/firms/{self.of('firms')}/", "firm page")

    @task(20)
    def cluster(self) -> None:
        """Open a cluster, with its chain."""
        self.page(f"{WORLD}/clusters/{self.of('clusters')}/", "cluster page")

    @task(10)
    def tree(self) -> None:
        """Open the tree of organisations, or unfold a branch of it."""
        part = {"under": self.of("above")} if self.chance.random() < 0.5 else {}
        self.client.get(
            f"{WORLD}/organisations/", params=part, name="organisation tree",
            headers={"HX-Request": "true"} if part else {},
        )  # fmt: skip

    def page(self, url: str, kind: str) -> None:
        """A page, then what it fetches by itself."""
        answer = self.client.get(url, name=kind)
        for part in PART.findall(answer.text):
            self.client.get(
                part.replace("&amp;", "&"), name=f"{kind}, parts", headers={"HX-Request": "true"}
            )
