"""What a person may type about runs and adoptions."""

from __future__ import annotations

from jilian.clusters.forms.adopting import (
    FOLLOW,
    AdoptionForm,
    NoteForm,
    StayingForm,
    TakeOverForm,
    UndoForm,
)
from jilian.clusters.forms.narrowing import ChangeFilterForm
from jilian.clusters.forms.running import BesideForm, RunForm

__all__ = [
    "FOLLOW",
    "AdoptionForm",
    "BesideForm",
    "ChangeFilterForm",
    "NoteForm",
    "RunForm",
    "StayingForm",
    "TakeOverForm",
    "UndoForm",
]
