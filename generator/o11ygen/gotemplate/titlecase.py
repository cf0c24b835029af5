"""`title`, as Prometheus computes it before and from 3.2."""

from __future__ import annotations

import unicodedata

# These stand inside a word (`it's`, `foo.bar`), two of them in a row end it: https://unicode.org/reports/tr29/
_INSIDE = frozenset("'.:··՚՛՜՞՟׳״٫․‧’‘︓﹒﹕＇．：")
_WORD_CATEGORIES = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Nd", "Mn", "Mc", "Me", "Pc", "Cf"))
# Scripts that are written without spaces: each of their letters ends the word before it.
_BREAKING_SCRIPTS = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HALFWIDTH",
    "IDEOGRAPHIC",
    "HANGZHOU",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
)


def title(text: str) -> str:
    """Capitalise the first letter of each word; a word is what Unicode says it is (from 3.2)."""
    out: list[str] = []
    inside, before_inside = False, False
    for character in text:
        is_mark = character in _INSIDE
        if is_mark and before_inside:
            inside = False
        before_inside = is_mark
        if character.islower() or character.isupper() or unicodedata.category(character) == "Lt":
            out.append(character if inside else character.title())
            inside = True
            continue
        out.append(character)
        inside = inside and not _breaks(character)
    return "".join(out)


def _breaks(character: str) -> bool:
    if character.isascii():
        return not (character.isalnum() or character in "_'.:")
    category = unicodedata.category(character)
    if category not in _WORD_CATEGORIES:
        return character not in _INSIDE
    return category in ("Lo", "Nl", "Lm") and unicodedata.name(character, "CJK").startswith(_BREAKING_SCRIPTS)


def ascii_title(text: str) -> str:
    """Capitalise every letter that follows something else than a letter, a digit or `_` (before 3.2)."""
    out: list[str] = []
    before = " "
    for character in text:
        titled = character.title()
        out.append(titled if len(titled) == 1 and _separates(before) else character)
        before = character
    return "".join(out)


def _separates(character: str) -> bool:
    if character.isalnum() or character == "_":
        return False
    return character.isascii() or character.isspace()
