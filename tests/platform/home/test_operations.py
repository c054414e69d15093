"""Lists that leave the software."""

from __future__ import annotations

import pytest

from conftest import NOON, SAID
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed
from jilian.home import operations


def test_a_list_that_leaves_leaves_a_trace(mei, world):
    operations.note_export(by=mei, at=NOON, world=world, what="facts", rows=45, **SAID)
    trace = Trace.objects.get()
    assert (trace.action, trace.by, trace.world) == ("facts.exported", "mei", "songjiang")
    assert trace.after == {"file": "csv", "rows": 45}


def test_wu_takes_nothing_out_and_leaves_no_trace(wu, world):
    with pytest.raises(NotAllowed):
        operations.note_export(by=wu, at=NOON, world=world, what="facts", rows=45, **SAID)
    assert not Trace.objects.exists()
