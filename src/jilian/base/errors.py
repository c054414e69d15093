"""The two answers that are meant for people: a refusal in words, and "not for you"."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# The code of the latest refusal, for the line that the log writes about a request.
refused_lately: ContextVar[str] = ContextVar("refused_lately", default="")


class Refusal(Exception):
    """What was asked cannot be done, and why, in a sentence.

    On a page the sentence is shown, in the API it is a problem with the code, on the command line
    exit code 2, in a job a note without retry. Anything else that is raised is a defect.
    """

    def __init__(self, code: str, sentence: StrOrPromise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        refused_lately.set(code)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Exception):
    """The person may not do or see this; to them it looks as if it did not exist."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission
