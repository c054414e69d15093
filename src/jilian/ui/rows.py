"""Rows that are worked out, narrowed and sorted like rows of the database."""

from __future__ import annotations

from typing import Any

import django_filters as filters


class Rows(list[Any]):
    """Rows that a filter narrows as it does rows of the database."""

    model = None

    def all(self) -> Rows:
        """The rows themselves."""
        return self


class RowFilter(filters.FilterSet):
    """Narrows such rows; each filter names a method that keeps some of them."""

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows that pass every filter that is asked for."""
        for name, asked in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, asked)
        return queryset
