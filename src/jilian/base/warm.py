"""What a web process makes ready before it takes its first request."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from datetime import date

from django.db import Error, connections
from django.utils import timezone

log = logging.getLogger(__name__)

# Areas add what the first request of a process would otherwise wait for; each is told the day.
WARM_UPS: list[Callable[[date], object]] = []
# Objects made before the collector looks for rubbish: the rows of one page are some thousands.
COLLECT_AFTER = (20_000, 20, 50)


def warm_up() -> None:
    """Run what areas have added; then leave all that is held by now out of the search for rubbish.

    A database that is away, or without its tables yet, only makes the first requests slower.
    """
    today = timezone.localdate()
    for act in WARM_UPS:
        try:
            act(today)
        except Error as error:
            log.warning("not made ready at the start: %s", type(error).__name__)
    connections.close_all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
