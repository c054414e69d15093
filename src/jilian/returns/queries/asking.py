"""The month and the form that an address names."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404

from jilian.base.errors import Refusal
from jilian.returns.rules.forms import Form, form_of


def month_or_404(text: str) -> date:
    """The month that stands in an address: 2026-03."""
    try:
        return datetime.strptime(text, "%Y-%m").replace(day=1).date()
    except ValueError:
        raise Http404 from None


def form_or_404(key: str, month: date) -> Form:
    """The form that holds in a month."""
    try:
        return form_of(key, month)
    except Refusal:
        raise Http404 from None
