"""Commands of this area."""

from __future__ import annotations

from jilian.upkeep.cli.backups import backup, fingerprint, restore
from jilian.upkeep.cli.keys import rekey
from jilian.upkeep.cli.retaining import retention

__all__ = ["backup", "fingerprint", "rekey", "restore", "retention"]
