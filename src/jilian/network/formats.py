"""Supply links as lines of a file, and a snapshot as one file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from jilian.base.archives import steady_zip
from jilian.base.bulk import chunks
from jilian.firms.rules import Scheme
from jilian.network.models import SupplyLink
from jilian.network.rules import Evidence, ValueBand

Line = tuple[object, ...]


def link_lines(
    links: Iterable[SupplyLink], day: date, shown: Callable[[list[int]], frozenset[int]] | None
) -> Iterator[Line]:
    """Yield the head and one line a link; what is not known stays empty.

    ``shown`` returns which of some links may show their value; None leaves both columns out.
    """
    head = (
        _("as of"), _("supplier"), _("supplier identified by"), _("supplier identifier"),
        _("buyer"), _("buyer identified by"), _("buyer identifier"), _("product"), _("evidence"),
        _("probability"), _("from"), _("not before"), _("known by"), _("to"), _("last seen on"),
        _("source"), _("row"),
    )  # fmt: skip
    withheld = _("withheld")
    schemes, evidences, bands = (
        {key: str(label) for key, label in kind.choices} for kind in (Scheme, Evidence, ValueBand)
    )
    yield head if shown is None else (*head, _("yearly value (yuan)"), _("band of yearly value"))
    for part in chunks(links):
        open_ones = shown([link.pk for link in part]) if shown else frozenset()
        for link in part:
            line = (
                day, link.sold_by.name, schemes[link.sold_by.scheme],
                link.sold_by.identifier, link.bought_by.name, schemes[link.bought_by.scheme],
                link.bought_by.identifier, link.product or None, evidences[link.evidence],
                link.probability, link.valid_from, link.not_before, link.known_by, link.valid_to,
                link.last_seen_on, link.source.title, link.source_row,
            )  # fmt: skip
            if shown is None:
                yield line
            elif link.pk in open_ones:
                amount = None if link.amount_yuan is None else float(link.amount_yuan)
                yield (*line, amount, bands.get(link.band))
            else:
                yield (*line, withheld, withheld)


def snapshot_zip(
    files: Mapping[str, bytes], manifest: str, origin: Mapping[str, object] | None = None
) -> bytes:
    """Return the tables as Parquet with their manifest as one ZIP file.

    ``origin`` says from which snapshot they were taken where they are not all that was frozen.
    """
    written = {f"{name}.parquet": content for name, content in sorted(files.items())}
    written["manifest.json"] = manifest.encode()
    if origin is not None:
        words = json.dumps(origin, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
        written["taken_from.json"] = words.encode()
    return steady_zip(written)
