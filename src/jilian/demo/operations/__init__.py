"""Filling the two worlds of a first start through the register's own operations.

Every step may run again: what is there is recognised and left alone.
"""

from __future__ import annotations

from jilian.demo.operations.breaking import compute_critical, save_scenarios
from jilian.demo.operations.briefing import compile_briefs
from jilian.demo.operations.calling import call_for_help
from jilian.demo.operations.campaigning import run_campaign
from jilian.demo.operations.filling import fill_chain, search_gaps
from jilian.demo.operations.forming import form_again, form_clusters, give_bodies
from jilian.demo.operations.measuring import measure_worlds
from jilian.demo.operations.organising import organise_district
from jilian.demo.operations.people import add_people
from jilian.demo.operations.purchasing import put_purchases_round
from jilian.demo.operations.qualifying import state_and_check
from jilian.demo.operations.ranking import rank_leaders
from jilian.demo.operations.reporting import report_months
from jilian.demo.operations.serving import serve_firms
from jilian.demo.operations.showing import show_outside
from jilian.demo.operations.worlds import (
    infer_corridor_links,
    load_corridor,
    load_made_district,
    load_reference,
)

__all__ = [
    "add_people",
    "call_for_help",
    "compile_briefs",
    "compute_critical",
    "fill_chain",
    "form_again",
    "form_clusters",
    "give_bodies",
    "infer_corridor_links",
    "load_corridor",
    "load_made_district",
    "load_reference",
    "measure_worlds",
    "organise_district",
    "put_purchases_round",
    "rank_leaders",
    "report_months",
    "run_campaign",
    "save_scenarios",
    "search_gaps",
    "serve_firms",
    "show_outside",
    "state_and_check",
]
