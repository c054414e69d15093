"""The message catalogue without the gettext programs: extract, check, compile.

``compile`` writes django.mo; ``update`` brings django.po in line with the code and keeps the
translations; ``check`` ends with code 1 when a message of the code has no Chinese.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "jilian"
LOCALE = SOURCE / "locale"
LANGUAGE = "zh_Hans"
FILE = LOCALE / LANGUAGE / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def messages() -> Iterator[tuple[str, int, object, str | None]]:
    """Yield every message of the code and of the templates: file, line, message, context."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        relative = file.relative_to(SOURCE).as_posix()
        if relative.startswith("locale/") or "/static/" in f"/{relative}":
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            # What is left of a template's indentation means nothing to a reader of Python.
            lines = templatize(text, origin=relative).splitlines()
            text = "\n".join(line.lstrip() for line in lines)
        for line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS
        ):
            yield relative, line, message, context


def from_code() -> Catalog:
    """Return the catalogue of the messages that the code holds now."""
    catalogue = Catalog(locale=LANGUAGE, project="Jilian", charset="utf-8", fuzzy=False)
    for file, _line, message, context in messages():
        catalogue.add(message, None, [(file, 0)], context=context)
    return catalogue


def kept() -> Catalog:
    """Return the catalogue as it is kept."""
    with FILE.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def untranslated() -> list[str]:
    """Return the messages of the code that have no Chinese."""
    have = kept()
    missing = []
    for message in from_code():
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        found = have.get(key, message.context)
        strings = (
            found.string
            if found and isinstance(found.string, tuple)
            else ((found.string,) if found else ())
        )
        if not strings or not all(strings) or found is None or found.fuzzy:
            missing.append(key)
    return missing


def update(extra: list[Path]) -> None:
    """Bring django.po in line with the code, taking translations from it and from further files."""
    have = kept() if FILE.exists() else Catalog(locale=LANGUAGE)
    known = {(m.id, m.context): m.string for m in have if m.id}
    for path in extra:
        with path.open("rb") as file:
            for message in read_po(file, locale=LANGUAGE):
                if message.id and message.string and any(message.string):
                    known[(message.id, message.context)] = message.string
    singular = {(k[0] if isinstance(k, tuple) else k, c): s for (k, c), s in known.items()}
    catalogue = from_code()
    catalogue.header_comment = "# Chinese of Jilian: every message of code and templates."
    for message in catalogue:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        string = known.get((message.id, message.context)) or singular.get((key, message.context))
        if string is None:
            continue
        plural = isinstance(message.id, tuple)
        if plural and not isinstance(string, tuple):
            string = (string,)
        if not plural and isinstance(string, tuple):
            string = string[0]
        message.string = string
    FILE.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, omit_header=True, include_lineno=False)
    header = (
        '# Chinese of Jilian: every message of code and templates.\nmsgid ""\nmsgstr ""\n'
        '"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    FILE.write_text(header + out.getvalue().decode(), encoding="utf-8")


def compile_all() -> None:
    """Write django.mo where it is missing or older than django.po."""
    target = FILE.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= FILE.stat().st_mtime:
        return
    out = io.BytesIO()
    write_mo(out, kept())
    target.write_bytes(out.getvalue())


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    match arguments:
        case ["compile"]:
            compile_all()
        case ["update", *extra]:
            update([Path(name) for name in extra])
            missing = untranslated()
            print(f"{len(missing)} without Chinese")
            for key in missing:
                print(f"  {key!r}")
        case ["check"]:
            if missing := untranslated():
                print("\n".join(repr(key) for key in missing))
                return 1
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
