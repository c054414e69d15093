"""Pages of long lists: a count that stops where it would cost too much."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import django_tables2
from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

COUNTED_AT_MOST = 10_000
COLUMN = re.compile(r"-?\w{1,80}")


class RequestConfig(django_tables2.RequestConfig):
    """Reads page and order of a list from the address.

    How many rows a page has is not for the address to say, as the library has it: a page of a
    whole register would be asked for by a number.
    """

    def configure(self, table: Any) -> Any:
        """Put a table in the order that is asked for, at the page that is asked for."""
        asked, table.request = self.request.GET, self.request
        orders = [
            one for one in asked.getlist(table.prefixed_order_by_field) if COLUMN.fullmatch(one)
        ]
        if orders:
            table.order_by = orders
        page = 1
        with suppress(KeyError, ValueError):
            page = int(asked[table.prefixed_page_field])
        try:
            table.paginate(page=page, **self.paginate)
        except EmptyPage:
            table.page = table.paginator.page(table.paginator.num_pages)
        return table


class BoundedPaginator(Paginator[Any]):
    """Counts a filtered list of the database up to a bound; ``is_bounded`` tells whether it ended.

    Pages behind the bound are not offered: whoever wants them filters further or takes the file.
    """

    counted_at_most: int | None = COUNTED_AT_MOST

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        while not isinstance(rows, QuerySet) and hasattr(rows, "data"):
            rows = rows.data  # rows and data of a django-tables2 table
        if self.counted_at_most is None or not isinstance(rows, QuerySet):
            return int(rows.count() if isinstance(rows, QuerySet) else len(rows))
        return int(rows.order_by()[: self.counted_at_most + 1].count())

    @cached_property
    def count(self) -> int:
        """How many rows, at most the bound."""
        if self.counted_at_most is None:
            return self._counted
        return min(self._counted, self.counted_at_most)

    @property
    def is_bounded(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.counted_at_most is not None and self._counted > self.counted_at_most


class ExactPaginator(BoundedPaginator):
    """The same with an exact count, for lists that the database counts quickly."""

    counted_at_most = None


def counted(total: int) -> type[BoundedPaginator]:
    """A paginator for a list whose rows have been counted already."""

    class CountedPaginator(BoundedPaginator):
        count = total
        is_bounded = False

    return CountedPaginator
