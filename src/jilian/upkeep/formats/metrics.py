"""Figures in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from jilian.base.env import shared_metrics_folder
from jilian.upkeep.queries import Watched

WORDS = {
    "jobs": "Later work by state.",
    "oldest_job_seconds": "Age of the oldest later work that waits.",
    "worker_silent_seconds": "Seconds since the worker's last sign of life.",
    "uploads": "Uploaded tables by state.",
    "database_bytes": "Size of the database.",
    "disk_free_bytes": "Free bytes where the home folder is.",
    "backup_age_seconds": "Seconds since the last backup.",
    "chain_length": "Traces in the chain.",
    "release_info": "The version of the software.",
}


class _State:
    """The figures as Prometheus collects them; nothing of them is kept in this process."""

    def __init__(self, found: Watched) -> None:
        self.found = found

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures that are known."""
        for name, by_label in self.found.counts.items():
            family = GaugeMetricFamily(f"jilian_{name}", WORDS[name], labels=("state",))
            for label, number in by_label.items():
                family.add_metric((label,), number)
            yield family
        for name, value in self.found.values.items():
            if value is not None:
                yield GaugeMetricFamily(f"jilian_{name}", WORDS[name], value=value)
        release = GaugeMetricFamily(
            "jilian_release_info", WORDS["release_info"], labels=("release",)
        )
        release.add_metric((self.found.release,), 1)
        yield release


def exposition(found: Watched) -> bytes:
    """Return requests and latencies of the web processes, and the state of the installation.

    What is not known is left out: never zero.
    """
    state = CollectorRegistry()
    state.register(_State(found))
    requests = REGISTRY
    if shared_metrics_folder():
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    return generate_latest(requests) + generate_latest(state)
