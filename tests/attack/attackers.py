"""Who attacks: every role with firm A's scopes, and those to whom nothing is open any more."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.test import Client

from conftest import NOON
from jilian.accounts.rules import SCOPE_OF_ROLE, Role, ScopeKind

WITHOUT_ROLE = (
    "stranger",  # has not signed in
    "no_role",
    "ended",  # was data steward until yesterday
    "deactivated",  # data steward whose account is closed
    "elsewhere",  # data steward and organisation office of the other world
)
OUTSIDERS = (
    *WITHOUT_ROLE,
    "unmerged",  # keeper of a firm that was once merged into firm B
    "claimant",  # claims firm B and was not yet heard
)
ATTACKERS = (*(role.value for role in Role), *OUTSIDERS)


def appear(name: str, ground: Any, person: Any) -> Any:
    """Return the person (None: a stranger)."""
    here, there = ground.here, ground.there
    if name == "stranger":
        return None
    if name in Role.values:
        kind = SCOPE_OF_ROLE[Role(name)]
        world = None if kind is ScopeKind.SYSTEM else here
        return person("attacker", name, world, ground.small.scopes[kind])
    if name in ("ended", "deactivated"):
        who = person("attacker", "data_steward", here)
        if name == "ended":
            who.appointments.update(ended_at=NOON, ended_by="tests")
        else:
            type(who).objects.filter(pk=who.pk).update(is_active=False)
    elif name == "elsewhere":
        person("attacker", "organisation_office", there)
        person("attacker", "data_steward", there)
    elif name == "unmerged":
        _once_merged(ground, person)
    elif name == "claimant":
        _claims_b(ground, person("attacker", "member_firm", here, str(ground.small.firm.pk)))
    return person("attacker")


def _once_merged(ground: Any, person: Any) -> None:
    from jilian.firms.models import Firm, FirmMerge

    own = Firm.objects.create(
        world=ground.here, scheme="made", identifier="旧记录", name="旧记录", sort_key="jiu"
    )
    FirmMerge.objects.create(
        world=ground.here, kept=ground.b, merged=own, kept_name=str(ground.b), merged_name="旧记录",
        reason="同址", merged_at=NOON, merged_by="mei", undone_at=NOON, undone_by="mei",
        undo_reason="不是同一家",
    )  # fmt: skip
    person("attacker", "member_firm", ground.here, str(own.pk))


def _claims_b(ground: Any, who: Any) -> None:
    from jilian.claims.models import Claim

    Claim.objects.create(
        world=ground.here, person=who, scheme="made", identifier=ground.b.identifier,
        firm=ground.b, paper="other", state="filed", filed_at=NOON, waiting_since=NOON,
    )  # fmt: skip


class Browser(Client):
    """A browser that keeps only what comes back, not which templates were filled with what.

    Noting that, as Django's own does, takes a tenth of an answer's time.
    """

    def request(self, **request: Any) -> Any:
        """Make the request, and keep the cookies of the answer."""
        answer = self.handler(self._base_environ(**request))
        answer.json = partial(self._parse_json, answer)
        if answer.cookies:
            self.cookies.update(answer.cookies)
        return answer


def browser_of(who: Any, made: type[Client] = Browser) -> Client:
    """A browser in which the person is signed in, or was before the account was closed."""
    client = made(headers={"accept-language": "en"}, raise_request_exception=False)
    client.cookies["django_language"] = "en"
    if who is not None:
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
