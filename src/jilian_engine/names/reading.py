"""A name read for comparing: simplified, cut at both ends, its numbers and branch apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jilian_engine.names.characters import simplified
from jilian_engine.names.forms import normal_form, parts, without_places_in_brackets

_CJK = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
_NO_SIGN = re.compile(r"[\W_]+")
_GAP = re.compile(r"(?<=[\u3400-\u9fff])[^\w()]+(?=[\u3400-\u9fff(])")
_BARE = frozenset(("", "公司", "总公司"))
_SECOND = re.compile(
    r"^(.*?公司)\(?((?:(?!公司).)*?(?:中心|事业部|项目部|研究院|工厂|车间|[^公]厂))\)?$"
)
_NUMBER = re.compile(
    r"第?([一二三四五六七八九十0-9]+)(?=[^一二三四五六七八九十0-9]*厂|分|号|车间|公司)"
)
_ORDINAL = re.compile(r"第([一二三四五六七八九十百0-9]+)")
_LATIN_END = frozenset(
    re.findall(
        r"\w+",
        "co company corp corporation ltd limited inc incorporated llc llp lp plc pte pvt "
        "private sdn bhd gmbh ag aktiengesellschaft kg sa sas sarl spa srl bv nv ab oy kk "
        "holding holdings ",
    )
)
_LATIN_SHARES = re.compile(r"\bclass [ah]\b")
_BRACKET = re.compile(r"\([^()]*\)")
# Words that name another unit of a firm: a branch, or the company of another country.
_APART = frozenset(
    re.findall(
        r"\w+",
        "branch vietnam thailand india malaysia philippines indonesia cambodia bangladesh "
        "usa america japan korea singapore taiwan hk europe germany mexico ",
    )
)
_LATIN_WORDS = {"&": "and", "hi": "high", "tech": "technology", "science": "science"}
_UNIT = re.compile(r"\b(?:unit|kat|plant|factory|no|bldg)? *([0-9]+|i{1,3}|iv|v)\b")


@dataclass(frozen=True)
class Reading:
    """What a name says, part by part, in simplified characters and normal form.

    ``whole`` is the name without signs, ``inner`` without legal form and places in brackets too,
    ``core`` without any place. For a Latin name ``core`` and ``inner`` hold its words without legal
    form, run together; ``inner`` leaves out what stands in brackets.
    """

    whole: str
    inner: str
    core: str
    area: str
    brand: str
    trade: str
    legal: str
    branch: str
    numbers: tuple[str, ...]
    latin: bool
    words: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Without a legal form that says more than 公司: a short name, or part of a name."""
        return self.legal in _BARE

    @property
    def is_group(self) -> bool:
        """Whether 集团 stands in the name."""
        return "集团" in self.whole


@lru_cache(maxsize=65536)
def read_name(name: str) -> Reading:
    """Read a name; anything that can be written can be read."""
    form = simplified(normal_form(name))
    if not _CJK.search(form):
        return _read_latin(form)
    form = _GAP.sub("", form)
    found = _SECOND.match(form)
    main, second = (found[1], found[2]) if found else (form, "")
    cut = parts(main)
    legal = cut.legal_form.replace("(", "").replace(")", "")
    group = "集团" if "集团" in legal else ""
    return Reading(
        whole=_NO_SIGN.sub("", form),
        inner=_NO_SIGN.sub("", without_places_in_brackets(main)).removesuffix("集团") + group,
        core=_NO_SIGN.sub("", cut.brand + cut.trade) + group,
        area=cut.area_prefix,
        brand=_NO_SIGN.sub("", cut.brand),
        trade=_NO_SIGN.sub("", cut.trade),
        legal=legal.replace("集团", ""),
        branch=cut.branch + second,
        numbers=(*_ORDINAL.findall(form), *_NUMBER.findall(form)),
        latin=False,
    )


def _read_latin(form: str) -> Reading:
    text = _LATIN_SHARES.sub(" ", form).replace("&", " and ")
    branch = " ".join(word for word in re.split(r"[\W_]+", text) if word in _APART)
    words, outside = _words(text), _words(_BRACKET.sub(" ", text))
    kept = _without_end(words)
    return Reading(
        whole="".join(words),
        inner="".join(_without_end(outside)),
        core="".join(kept),
        area="",
        brand=kept[0] if kept else "",
        trade="",
        legal="",
        branch=branch,
        numbers=tuple(_UNIT.findall(" ".join(kept))),
        latin=True,
        words=tuple(kept),
    )


def _words(text: str) -> list[str]:
    return [_LATIN_WORDS.get(word, word) for word in re.split(r"[\W_]+", text) if word]


def _without_end(words: list[str]) -> list[str]:
    end = len(words)
    while end > 1 and words[end - 1] in _LATIN_END:
        end -= 1
    return words[:end]
