"""What people type about calls for help."""

from __future__ import annotations

from jilian.shortages.forms.acting import (
    AcceptForm,
    AnswerForm,
    DispatchForm,
    GiveForm,
    LessonForm,
    PermitForm,
    ReasonForm,
    ReceiveForm,
    ReturnForm,
    StockForm,
)
from jilian.shortages.forms.amounts import AmountField, TypedAmount, read_amount
from jilian.shortages.forms.calling import MoreForm, NeedForm, in_unit, said_of

__all__ = [
    "AcceptForm",
    "AmountField",
    "AnswerForm",
    "DispatchForm",
    "GiveForm",
    "LessonForm",
    "MoreForm",
    "NeedForm",
    "PermitForm",
    "ReasonForm",
    "ReceiveForm",
    "ReturnForm",
    "StockForm",
    "TypedAmount",
    "in_unit",
    "read_amount",
    "said_of",
]
