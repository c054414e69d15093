"""Which of two names a reader is shown."""

from __future__ import annotations

from django.utils.translation import get_language


def in_language(name: str, name_en: str) -> str:
    """The English name for who reads English, where there is one."""
    return name_en if name_en and get_language() == "en" else name
