"""The page of a firm as plain values, for programs."""

from __future__ import annotations

from typing import Any

from jilian.firms.queries.page import FirmPage


def firm_parts(page: FirmPage) -> dict[str, object]:
    """The page of a firm as plain values."""
    firm = page.firm
    return {
        "pk": firm.pk,
        "scheme": firm.scheme,
        "identifier": firm.identifier,
        "name": page.name_then.text if page.name_then else firm.name,
        "records": [
            {"pk": one.pk, "scheme": one.scheme, "identifier": one.identifier, "name": one.name}
            for one in page.records
        ],
        "names": [_dated(one, one.kind, one.text) for one in page.names],
        "identities": [_dated(one, one.scheme, one.identifier) for one in page.identities],
        "sites": [
            _dated(one, "main" if one.is_main else "further", f"{one.division.code} {one.address}")
            for one in page.sites
        ],
        "industries": [
            _dated(one, "main" if one.is_main else "further", str(one.industry))
            for one in page.industries
        ],
        "products": [_dated(one, one.trading, one.name) for one in page.products],
        "titles": [_dated(one, str(one.level), one.kind) for one in page.titles],
        "facts": None if page.facts is None else _facts(page),
    }


def _dated(record: Any, kind: str, value: str) -> dict[str, object]:
    return {
        "kind": kind,
        "value": value.strip(),
        "valid_from": record.valid_from,
        "known_by": record.known_by,
        "not_before": record.not_before,
        "valid_to": record.valid_to,
        "source": record.source.title,
        "row": record.source_row,
        "record": record.firm_id,
    }


def _facts(page: FirmPage) -> list[dict[str, object]]:
    stated = [
        fact
        for group in page.facts or ()
        for row in group.rows
        for cell in row.cells
        for fact in ((cell.fact, *cell.others) if cell.fact else ())
    ]
    return [
        {
            "year": fact.year,
            "measure": fact.measure,
            "value": float(fact.value),
            "source": fact.source.title,
            "row": fact.source_row,
            "record": fact.firm_id,
        }
        for fact in stated
    ]
