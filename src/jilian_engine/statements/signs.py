"""Signs made alike, one for one, so that every offset stays the offset in the text given."""

from __future__ import annotations

_FULL = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_KEPT = "，：；？！（）"  # Chinese punctuation stays what it is
_LIKE = {
    "．": ".", "﹪": "%", "−": "-", "﹣": "-", "－": "-",
    "–": "—", "―": "—", "─": "—", "━": "—", "～": "~", "〜": "~", "∼": "~", "\u3000": " ",
    "\u00a0": " ", "\t": " ", "○": "〇", "Ｏ": "〇",
    "億": "亿", "萬": "万", "兩": "两", "餘": "余", "個": "个", "項": "项", "噸": "吨", "畝": "亩",
    "倉": "仓", "條": "条", "臺": "台", "戶": "户", "間": "间", "約": "约", "達": "达", "長": "长",
    "佔": "占", "點": "点", "過": "过", "從": "从", "與": "与", "幾": "几", "數": "数", "來": "来",
}  # fmt: skip
_TABLE = str.maketrans(
    {sign: plain for sign, plain in _FULL.items() if sign not in _KEPT} | _LIKE,
)


def alike(text: str) -> str:
    """The text with full-width and traditional signs of figures made plain; as long as it was."""
    return text.translate(_TABLE)
