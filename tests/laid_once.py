"""Records that all tests of a file stand on, laid once.

What a test itself changes is undone after it, down to a savepoint; what was laid is undone when
the file is done. Each test is handed its own copy of the records, as Django's own ``setUpTestData``
does, so that nothing that one test learns by a record is known to the next.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

import conftest


@contextmanager
def laid_once(blocker: Any, lay: Callable[[], Any]) -> Iterator[Any]:
    """Call ``lay`` with a database and keep what it made until the block ends."""
    around = transaction.atomic()
    around._from_testcase = True  # as that of a test: a durable block may stand within it
    with blocker.unblock():
        around.__enter__()
        try:
            made = lay()
        except BaseException as error:
            around.__exit__(type(error), error, error.__traceback__)
            raise
    try:
        yield made
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def everybody() -> dict[str, Any]:
    """Songjiang with its towns, a source, three classes of industry, and Mei."""
    conftest.make_songjiang()
    world = conftest.make_world()
    source = conftest.make_source()
    return {
        "world": world,
        "source": source,
        "industries": conftest.make_industries(),
        "mei": conftest.make_mei(world),
    }


def own_copy(made: Any) -> Any:
    """Return a test's own copy of what was laid."""
    return copy.deepcopy(made)
