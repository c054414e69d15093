"""Every write about clusters: runs and what they propose, adoption, and what sources publish.

Only an adoption, or a source that names a firm with a cluster, makes a membership.
"""

from __future__ import annotations

from jilian.clusters.operations.adopting_all import Standing, adopt_all
from jilian.clusters.operations.adoption import adopt_proposal, check_into
from jilian.clusters.operations.bodies import end_body, reopen_body, take_back_body
from jilian.clusters.operations.departing import drop_departures, note_departures
from jilian.clusters.operations.ending import end_membership
from jilian.clusters.operations.placing import place_in_chain
from jilian.clusters.operations.published import (
    save_cluster,
    save_cluster_names,
    save_membership,
    save_memberships,
    set_body,
)
from jilian.clusters.operations.reproduction import ask_reproduction, reproduce_run
from jilian.clusters.operations.running import complete_run, keep_formed, start_run
from jilian.clusters.operations.taken_out import (
    note_export,
    note_list_export,
    note_run_export,
)
from jilian.clusters.operations.taking_over import take_over
from jilian.clusters.operations.undoing import undo_adoption

__all__ = [
    "Standing",
    "adopt_all",
    "adopt_proposal",
    "ask_reproduction",
    "check_into",
    "complete_run",
    "drop_departures",
    "end_body",
    "end_membership",
    "keep_formed",
    "note_departures",
    "note_export",
    "note_list_export",
    "note_run_export",
    "place_in_chain",
    "reopen_body",
    "reproduce_run",
    "save_cluster",
    "save_cluster_names",
    "save_membership",
    "save_memberships",
    "set_body",
    "start_run",
    "take_back_body",
    "take_over",
    "undo_adoption",
]
