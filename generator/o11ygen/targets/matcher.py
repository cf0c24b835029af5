"""The matchers of Alertmanager: the classic grammar, and the one for UTF-8 names that 0.27 brought beside it."""

from __future__ import annotations

import re
from typing import Literal

from o11ygen.record import record
from o11ygen.targets.names import is_utf8
from o11ygen.targets.re2 import fault_of

Operator = Literal["=", "!=", "=~", "!~"]
_CLASSIC = re.compile(r"\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|=|!=|!~)\s*(.*?)\s*", re.DOTALL | re.ASCII)
_RESERVED = re.compile(r"[^\s{}!=~,\\\"'`]+")
_OPERATOR = re.compile(r"=~|!~|!=|=")
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\\\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))", re.DOTALL
)
_CLASSIC_ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}
_SIMPLE_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}


class MatcherError(ValueError):
    """Why a text is no matcher."""


class _PatternError(MatcherError):
    pass


@record
class Matcher:
    """One condition on a label; a label that an alert lacks counts as empty."""

    name: str
    operator: Operator
    value: str

    def __post_init__(self) -> None:
        if "~" in self.operator and (fault := fault_of(self.value) or fault_of(f"^(?:{self.value})$")):
            raise _PatternError(f"the regular expression `{self.value}` does not compile: {fault}")


def parse_matchers(text: str, *, utf8: bool) -> tuple[Matcher, ...]:
    """The matchers of one item of `matchers`; with `utf8`, as 0.27 and later read it: classic where both grammars do.

    Raises MatcherError.
    """
    try:
        return _classic(text)
    except MatcherError as classic:
        if not utf8:
            raise
        try:
            return _Reader(text).matchers()
        except MatcherError:
            # A matcher that reads well but for its regular expression is not a matter of grammar.
            if isinstance(classic, _PatternError):
                raise classic from None
            raise


def _classic(text: str) -> tuple[Matcher, ...]:
    return tuple(_classic_matcher(part) for part in _split(text.removeprefix("{").removesuffix("}")))


def _split(text: str) -> list[str]:
    parts: list[str] = []
    start, quoted, escaped = 0, False, False
    for index, character in enumerate(text):
        if character == "," and not quoted:
            parts.append(text[start:index])
            start = index + 1
            continue
        if character == '"' and not escaped:
            quoted = not quoted
        escaped = character == "\\" and not escaped
    rest = text[start:].strip()
    return [*parts, rest] if rest else parts


def _classic_matcher(text: str) -> Matcher:
    match = _CLASSIC.fullmatch(text)
    if match is None:
        raise MatcherError(f"`{text}` is not a matcher")
    return Matcher(match[1], match[2], _classic_value(match[3]))  # type: ignore[arg-type]  # the pattern admits no other


def _classic_value(raw: str) -> str:
    quoted = raw.startswith('"')
    body = raw[1:] if quoted else raw
    value: list[str] = []
    escaped = False
    for index, character in enumerate(body):
        last = index == len(body) - 1
        if escaped:
            value.append(_CLASSIC_ESCAPES.get(character, "\\" + character))
            escaped = False
        elif character == "\\" and not last:
            escaped = True
        elif character == '"':
            if not (quoted and last):
                raise MatcherError(f"the value `{raw}` has an unescaped double quote")
            return "".join(value)
        else:
            value.append(character)
    if quoted:
        raise MatcherError(f"the value `{raw}` has no closing double quote")
    return "".join(value)


class _Reader:
    """Reads the UTF-8 grammar: names and values are quoted, or free of reserved characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def matchers(self) -> tuple[Matcher, ...]:
        found: list[Matcher] = []
        braced = self._take("{")
        while not self._ends(braced):
            found.append(self._matcher())
            if not self._take(","):
                break
        if braced and not self._take("}"):
            raise self._error("a closing brace")
        self._skip()
        if self.at < len(self.text):
            raise self._error("a comma or the end")
        return tuple(found)

    def _matcher(self) -> Matcher:
        name = self._word("a label name")
        self._skip()
        match = _OPERATOR.match(self.text, self.at)
        if match is None:
            raise self._error("one of =, !=, =~, !~")
        self.at = match.end()
        value = self._word("a value")
        if not is_utf8(name):
            raise MatcherError(f"`{name}` is not a label name")
        return Matcher(name, match[0], value)  # type: ignore[arg-type]  # the pattern admits these operators only

    def _word(self, what: str) -> str:
        self._skip()
        quoted = _QUOTED.match(self.text, self.at)
        match = quoted or _RESERVED.match(self.text, self.at)
        if match is None:
            raise self._error(what)
        self.at = match.end()
        return _unquote(match[1]) if quoted else match[0]

    def _take(self, character: str) -> bool:
        self._skip()
        found = self.text.startswith(character, self.at)
        self.at += found
        return found

    def _ends(self, braced: bool) -> bool:
        self._skip()
        return self.at == len(self.text) or (braced and self.text[self.at] == "}")

    def _skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _error(self, what: str) -> MatcherError:
        rest = self.text[self.at :]
        return MatcherError(
            f"`{self.text}` is not a matcher: {what} is expected " + (f"before `{rest}`" if rest else "at the end")
        )


def _unquote(text: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        simple, hexadecimal, short, long, octal, other = match.groups()
        if simple:
            return _SIMPLE_ESCAPES[simple]
        if other:
            raise MatcherError(f"`\\{other}` is not an escape")
        return chr(int(octal, 8) if octal else int(hexadecimal or short or long, 16))

    return _ESCAPE.sub(replaced, text)
