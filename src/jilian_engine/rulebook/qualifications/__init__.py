"""Who qualifies for which title: a pre-check of firms against dated rule sets, never a recognition.

First choose, then evaluate; the choice carries day and procedure::

    choice = choose_rule_set("little_giant", "recheck", date(2026, 5, 6), region="310117")
    result = evaluate_firm(choice, [
        Evidence("revenue", Decimal("5200"), 2025, source="audit report 2025"),
        Evidence("segment_years", 4),
        Evidence("own_brand", True),
    ])
    result.outcome, result.line("LG-6").missing_by, to_plain(result)

Evidence of one firm is a list of `Evidence`: field (names and kinds in `load_rulebook().fields`;
computed fields such as `rd_ratio` are never stated), value (int, Decimal, truth, word, day; no
float), year for yearly fields and for no others, source, day. Amounts are in 10k yuan. What is
not stated is unknown, never unmet; 0 and False are values.

Evidence of many firms is a polars frame with the columns `firm`, `field`, `year` (null where the
field is not yearly) and `value` (texts: `1500.25`, `true`, `false`, a word, `2019-03-31`; or
decimals or integers where all values are numbers), and `proof` if any value needs one. Read it
once with `read_evidence(frame)`, then `evaluate_all(choice, table)` for each rule set: a row per
firm with `outcome`, one column a line (the ids of `lines`), `score_least`, `score_most`. The
answers are those of `evaluate_firm`.
"""

from __future__ import annotations

from jilian_engine.rulebook.qualifications.certificates import Validity, certificate_validity
from jilian_engine.rulebook.qualifications.choosing import (
    PROCEDURES,
    RuleSetChoice,
    choose_rule_set,
    use_rule_set,
)
from jilian_engine.rulebook.qualifications.columns import EvidenceTable, read_evidence
from jilian_engine.rulebook.qualifications.evidence import Evidence
from jilian_engine.rulebook.qualifications.firm import evaluate_firm
from jilian_engine.rulebook.qualifications.many import evaluate_all
from jilian_engine.rulebook.qualifications.model import Field, Outcome, Rulebook, RuleSet
from jilian_engine.rulebook.qualifications.reading import (
    load_rule_sets,
    load_rulebook,
    parse_rulebook,
)
from jilian_engine.rulebook.qualifications.results import (
    LineResult,
    RuleSetResult,
    Score,
    shown,
    to_plain,
)
from jilian_engine.rulebook.qualifications.sizes import (
    Size,
    SizeClass,
    size_classes,
    size_of,
)

__all__ = [
    "PROCEDURES",
    "Evidence",
    "EvidenceTable",
    "Field",
    "LineResult",
    "Outcome",
    "RuleSet",
    "RuleSetChoice",
    "RuleSetResult",
    "Rulebook",
    "Score",
    "Size",
    "SizeClass",
    "Validity",
    "certificate_validity",
    "choose_rule_set",
    "evaluate_all",
    "evaluate_firm",
    "load_rule_sets",
    "load_rulebook",
    "parse_rulebook",
    "read_evidence",
    "shown",
    "size_classes",
    "size_of",
    "to_plain",
    "use_rule_set",
]
