"""`title`, as Prometheus computes it before and from 3.2."""

from __future__ import annotations

import unicodedata

# Between two letters, or between two digits, these do not end a word: https://unicode.org/reports/tr29/
_INSIDE_LETTERS = frozenset(".:'·’․‘")
_INSIDE_DIGITS = frozenset(".,;'’․‘")


def title(text: str) -> str:
    """Capitalise the first letter of each word; a word is what Unicode says it is (from 3.2)."""
    out: list[str] = []
    capitalised = False
    for position, character in enumerate(text):
        if not _continues(text, position):
            capitalised = False
        if not capitalised and _is_cased(character):
            capitalised = True
            character = _titled(character)
        out.append(character)
    return "".join(out)


def ascii_title(text: str) -> str:
    """Capitalise every letter that follows something else than a letter, a digit or `_` (before 3.2)."""
    out: list[str] = []
    before = " "
    for character in text:
        out.append(_titled(character) if _separates(before) else character)
        before = character
    return "".join(out)


def _titled(character: str) -> str:
    titled = character.title()
    return titled if len(titled) == 1 else character


def _is_cased(character: str) -> bool:
    return unicodedata.category(character) in ("Lu", "Ll", "Lt")


def _in_word(character: str) -> bool:
    return character == "_" or character.isalnum() or unicodedata.category(character)[0] == "M"


def _continues(text: str, position: int) -> bool:
    """Whether the character belongs to the word of the one before it."""
    if position == 0:
        return False
    before, character = text[position - 1], text[position]
    if _in_word(character) and _in_word(before):
        return True
    following = text[position + 1 : position + 2]
    if _in_word(before) and following:
        return _joins(before, character, following)
    return (
        position > 1
        and _in_word(character)
        and _in_word(text[position - 2])
        and _joins(text[position - 2], before, character)
    )


def _joins(before: str, character: str, following: str) -> bool:
    if character in _INSIDE_LETTERS and before.isalpha() and following.isalpha():
        return True
    return character in _INSIDE_DIGITS and before.isdigit() and following.isdigit()


def _separates(character: str) -> bool:
    if character.isalnum() or character == "_":
        return False
    return character.isascii() or character.isspace()
