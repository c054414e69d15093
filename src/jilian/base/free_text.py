"""What must not stand in a text: numbers by which a natural person is found.

Evidence is given in words, as the number of a paper. ID card numbers are known by their check digit
(GB 11643-1999, through python-stdnum), mobile numbers by their form.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from jilian.base.errors import Refusal

_EIGHTEEN = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
LONGEST_TEXT = 500


def has_personal_number(text: str) -> bool:
    """Say whether the text holds an ID card number or a mobile number, however it is spaced."""
    close = re.sub(r"(?<=[0-9])[\s-]+(?=[0-9Xx])", "", unicodedata.normalize("NFKC", text))
    return bool(_MOBILE.search(close)) or any(map(ric.is_valid, _EIGHTEEN.findall(close)))


def checked_text(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return the text without blanks around it; refuses one that is too long or names a person."""
    words = text.strip()
    if len(words) > longest:
        raise Refusal(
            "text_too_long",
            _("This is longer than %(most)d characters.") % {"most": longest},
        )
    if has_personal_number(words):
        raise Refusal(
            "personal_number",
            _("Leave out ID card and telephone numbers: none is needed, and none is kept."),
        )
    return words
