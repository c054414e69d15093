"""Every read of this area worth a name; each starts from who is looking."""

from __future__ import annotations

from jilian.chain.queries.answers import Answer, CallRow, HitRow, answer_of
from jilian.chain.queries.critical import (
    CriticalPage,
    SingleRow,
    critical_choices,
    critical_rows,
    index_of_firm,
    latest_list,
    latest_run,
    single_row,
    single_rows,
    worst_first,
)
from jilian.chain.queries.finding import firms_called, key_of, towns_of
from jilian.chain.queries.firms import Named, named_firms, pks_of
from jilian.chain.queries.own import OwnInput, inputs_of, own_firms
from jilian.chain.queries.readers import Reader, cluster_choices, reader_of
from jilian.chain.queries.scenarios import (
    Difference,
    compared,
    difference,
    latest_results,
    scenarios_seen,
)
from jilian.chain.queries.shock_words import shock_words
from jilian.chain.queries.snapshots import (
    cluster_keys,
    latest_snapshot,
    newer_snapshot,
)
from jilian.chain.queries.stakes import Stake, stakes_of
from jilian.chain.queries.stocks import stocks_for_offices, stocks_of_firm

__all__ = [
    "Answer",
    "CallRow",
    "CriticalPage",
    "Difference",
    "HitRow",
    "Named",
    "OwnInput",
    "Reader",
    "SingleRow",
    "Stake",
    "answer_of",
    "cluster_choices",
    "cluster_keys",
    "compared",
    "critical_choices",
    "critical_rows",
    "difference",
    "firms_called",
    "index_of_firm",
    "inputs_of",
    "key_of",
    "latest_list",
    "latest_results",
    "latest_run",
    "latest_snapshot",
    "named_firms",
    "newer_snapshot",
    "own_firms",
    "pks_of",
    "reader_of",
    "scenarios_seen",
    "shock_words",
    "single_row",
    "single_rows",
    "stakes_of",
    "stocks_for_offices",
    "stocks_of_firm",
    "towns_of",
    "worst_first",
]
