"""Texts that are handed in, and what was found about them as lines and as JSON."""

from __future__ import annotations

from jilian.statements.formats.files import MOST_CHARACTERS, checked_length, text_of
from jilian.statements.formats.lines import check_lines, plain_check

__all__ = ["MOST_CHARACTERS", "check_lines", "checked_length", "plain_check", "text_of"]
