"""How traces hang together, how a break is found, what actions are called, what is taken out."""

from __future__ import annotations

from jilian.audit.rules.actions import ACTIONS, action_words
from jilian.audit.rules.chain import (
    START,
    Entry,
    chained,
    digest_of,
    entry_text,
    exact_text,
    moment_text,
)
from jilian.audit.rules.checking import ChainCheck, Finding, FindingKind, Stored, stored_trace
from jilian.audit.rules.leaving import (
    LEAVES_HOUSE,
    USUAL_PURPOSES,
    USUAL_RECIPIENTS,
    check_taken_out,
)
from jilian.audit.rules.sealing import SealOdd, Statement, read_statement, statement_file

__all__ = [
    "ACTIONS",
    "LEAVES_HOUSE",
    "START",
    "USUAL_PURPOSES",
    "USUAL_RECIPIENTS",
    "ChainCheck",
    "Entry",
    "Finding",
    "FindingKind",
    "SealOdd",
    "Statement",
    "Stored",
    "action_words",
    "chained",
    "check_taken_out",
    "digest_of",
    "entry_text",
    "exact_text",
    "moment_text",
    "read_statement",
    "statement_file",
    "stored_trace",
]
