"""What the database refuses of a frozen list: conditions over old and new values of a row."""

from __future__ import annotations

from collections.abc import Mapping

APPEND_ONLY = ("coverage_move",)
_STATE = "(SELECT state FROM coverage_campaign WHERE id = {row}.campaign_id)"
_OF_LIST = _STATE + " <> 'draft'"
_FIXED_OF_CAMPAIGN = ("world_id", "conditions", "listed", "fingerprint", "drawn_on")
_FIXED_OF_TARGET = ("campaign_id", "number", "firm_id", "key", "name", "town", "industry")


def _changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{name} <> NEW.{name}" for name in columns)


# By table and act: when it is refused. The state of a campaign never goes back to "draft".
GUARDS: Mapping[str, Mapping[str, str]] = {
    "coverage_campaign": {
        "UPDATE": "OLD.state <> 'draft'"
        f" AND (NEW.state = 'draft' OR {_changed(*_FIXED_OF_CAMPAIGN)})",
        "DELETE": "OLD.state <> 'draft'",
    },
    "coverage_target": {
        "INSERT": _OF_LIST.format(row="NEW"),
        "UPDATE": _changed(*_FIXED_OF_TARGET),
        "DELETE": "1 = 1",
    },
    "coverage_listedfirm": {
        "INSERT": _OF_LIST.format(row="NEW"),
        "UPDATE": _OF_LIST.format(row="OLD"),
        "DELETE": _OF_LIST.format(row="OLD"),
    },
    "coverage_targetcount": {
        "INSERT": "(SELECT campaign.state FROM coverage_campaign AS campaign"
        " JOIN coverage_target AS target ON target.campaign_id = campaign.id"
        " WHERE target.id = NEW.target_id) NOT IN ('frozen', 'running')",
    },
}
