"""What a kind of notice is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Kind:
    """A kind of notice.

    ``sentence`` names its details as ``%(name)s``; details listed in ``days`` are ISO
    days, those in ``roles`` are roles.
    Notices that only inform are settled by being opened, the others by the act they ask for.
    ``outside`` is what may leave the house by mail or robot: a fixed sentence that names nobody
    and nothing; a kind without it stays inside.
    """

    sentence: StrOrPromise
    verb: StrOrPromise
    days: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    informs: bool = False
    state: str = ""
    outside: StrOrPromise = ""
