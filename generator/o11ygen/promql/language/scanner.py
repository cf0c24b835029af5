"""An expression cut into the tokens of a dialect, as its lexer cuts it.

A selector's braces and a plain window are one token each where they hold nothing unusual: most do, and a pattern reads
them at a tenth of the cost of their tokens.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from o11ygen.promql.language.dialect import Dialect
from o11ygen.promql.language.literals import compiled, escape_fault
from o11ygen.promql.lexer import FILL_WORDS

NAME, NUMBER, DURATION, STRING, BRACES, WINDOW, END = "name", "number", "duration", "string", "{}", "[]", ""

_QUOTED = r'"[^"\\\n\ufffd\ud800-\udfff]*"'
_MATCHER = rf"[A-Za-z_][0-9A-Za-z_]*[ ]*(?:=~|!~|!=|=)[ ]*{_QUOTED}"
_TOKENS = rf"""
    [ \t\r\n]*+
    (?: (?P<name>[A-Za-z_:][0-9A-Za-z_:]*+)
      | (?P<sign>SIGNS|[-+*/%^(),]|==|!=|<=|>=|[<>=@])
      | (?P<braces>\{{[ ]*(?:{_MATCHER}(?:[ ]*,[ ]*{_MATCHER})*[ ]*,?[ ]*)?\}})
      | (?P<window>\[[ ]*(?:0*[1-9][0-9]{{0,4}}[smhdw])(?:[ ]*:[ ]*(?:0*[1-9][0-9]{{0,4}}[smhdw])?)?[ ]*\])
      | (?P<number>(?:0|[1-9][0-9]{{0,14}})(?:\.[0-9]+)?(?![0-9A-Za-z_.]))
      | (?P<string>{_QUOTED})
      | (?P<comment>\#[^\r\n]*+)
      | (?P<other>.)
      | (?P<end>\Z)
    )
"""
_DURATION = re.compile(r"(?:[0-9]+(?:ms|[smhdwy]))+(?![0-9A-Za-z_])", re.ASCII)
_SIMPLE_DURATION = re.compile(r"[0-9]+[smhdwy](?![0-9A-Za-z_])", re.ASCII)
_OLD_NUMBER = (
    r"(?:0[xX][0-9a-fA-F]*(?:\.[0-9a-fA-F]*)?(?:[eE][-+]?[0-9]*)?"
    r"|[0-9]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]*)?)(?![0-9A-Za-z_])"
)
_SPACE = re.compile(r"(?:[ \t\r\n]+|\#[^\r\n]*)*")
_BLANK = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[A-Za-z_][0-9A-Za-z_]*", re.ASCII)
_LETTERS = re.compile(r"[A-Za-z_]+", re.ASCII)
_CALLED = re.compile(r"[ \t\r\n]*\(")
_STRINGS = (
    r'"(?:[^"\\\n\ufffd\ud800-\udfff]|\\[^\n])*"|'
    r"'(?:[^'\\\n\ufffd\ud800-\udfff]|\\[^\n])*'|`[^`\ufffd\ud800-\udfff]*`"
)


class Token(NamedTuple):
    """A token: its kind, which is its text in lower case for signs and keywords, its text, and where it starts."""

    kind: str
    text: str
    start: int


class LexicalError(Exception):
    """No token of the dialect begins at `start`."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def scan(text: str, reads: Dialect) -> tuple[list[Token], int]:
    """The tokens of `text`, with one of kind END behind them, and the index where no token begins, -1 for none.

    After such an index there are no more tokens.
    """
    scanner = _Scanner(text, reads)
    try:
        scanner.run()
    except LexicalError as fault:
        scanner.tokens.append(Token(END, "", fault.start))
        return scanner.tokens, fault.start
    return scanner.tokens, -1


@lru_cache(maxsize=2)
def _outside(trim: bool) -> re.Pattern[str]:
    return re.compile(_TOKENS.replace("SIGNS", "</|>/" if trim else "(?!)"), re.VERBOSE | re.ASCII | re.DOTALL)


class _Scanner:
    def __init__(self, text: str, reads: Dialect) -> None:
        self.text = text
        self.reads = reads
        self.tokens: list[Token] = []
        # Prometheus' lexer remembers a duration in brackets until the end of the text, not of the brackets.
        self.had_duration = False

    def run(self) -> None:
        at = 0
        while at >= 0:
            at = self._usual(at)

    def _usual(self, at: int) -> int:
        """From `at` to behind the next token that has a method of its own; negative at the end of the text."""
        reads = self.reads
        keywords = reads.keywords
        append, new = self.tokens.append, tuple.__new__
        for match in _outside(reads.trim).finditer(self.text, at):
            kind = match.lastgroup
            if kind == "name":
                found: str = match["name"]
                start = match.start("name")
                folded = found.lower()
                if folded in keywords:
                    append(new(Token, (self._keyword(folded, match.end()), found, start)))
                else:
                    append(new(Token, ("name", found, start)))
            elif kind == "sign":
                found = match["sign"]
                append(new(Token, (found, found, match.start("sign"))))
            elif kind == "braces":
                append(new(Token, (BRACES, match["braces"], match.start("braces"))))
            elif kind == "window":
                self.had_duration = True
                append(new(Token, (WINDOW, match["window"], match.start("window"))))
            elif kind == "number" or kind == "string":
                append(new(Token, (kind, match[kind], match.start(kind))))
            elif kind == "other":
                return self._unusual(match.start("other"))
            elif kind == "end":
                append(new(Token, (END, "", match.start("end"))))
                return -1
        return -1

    def _keyword(self, folded: str, end: int) -> str:
        """The kind of a word that may be a keyword."""
        if folded == "inf" or folded == "nan":
            return NUMBER
        return NAME if folded in FILL_WORDS and not _CALLED.match(self.text, end) else folded

    def _unusual(self, start: int) -> int:
        character = self.text[start]
        if character == "{":
            return self._braces(start)
        if character == "[":
            return self._window(start)
        if character in "\"'`":
            return self._string(start)
        if character.isdigit() or character == ".":
            return self._number(start)
        raise LexicalError(start)

    def _add(self, kind: str, start: int, end: int) -> int:
        self.tokens.append(Token(kind, self.text[start:end], start))
        return end

    def _string(self, start: int) -> int:
        match = compiled(_STRINGS).match(self.text, start)
        if match is None:
            raise LexicalError(start)
        if match[0][0] != "`" and (fault := escape_fault(match[0])):
            raise LexicalError(start + fault[0])
        return self._add(STRING, start, match.end())

    def _number(self, start: int) -> int:
        """A number or duration from `start` on."""
        durations = _DURATION if self.reads.compound_durations else _SIMPLE_DURATION
        if match := durations.match(self.text, start):
            return self._add(DURATION, start, match.end())
        end = self._end_of_number(start)
        if end <= start:
            raise LexicalError(start)
        return self._add(NUMBER, start, end)

    def _end_of_number(self, start: int) -> int:
        if self.reads.new_numbers:
            return _end_of_number(self.text, start)
        match = compiled(_OLD_NUMBER, re.ASCII).match(self.text, start)
        return -1 if match is None or match[0] == "." else match.end()

    def _braces(self, start: int) -> int:
        text, at = self.text, self._add("{", start, start + 1)
        while True:
            match = _SPACE.match(text, at)
            at = match.end() if match else at
            if at >= len(text):
                raise LexicalError(at)
            character = text[at]
            if character == "}":
                return self._add("}", at, at + 1)
            if character in "\"'`":
                at = self._string(at)
            elif word := _WORD.match(text, at):
                at = self._add(NAME, at, word.end())
            elif text[at : at + 2] in ("=~", "!~", "!="):
                at = self._add(text[at : at + 2], at, at + 2)
            elif character in ",=":
                at = self._add(character, at, at + 1)
            else:
                raise LexicalError(at)

    def _window(self, start: int) -> int:
        reads = self.reads
        at = self._blank(self._add("[", start, start + 1))
        if reads.window == "duration":
            at = self._number(at)
            if self.tokens[-1].kind != DURATION:
                raise LexicalError(at)
        elif reads.window == "number":
            at = self._number(at)
        else:
            at = self._before_duration(at)
            if at < 0:
                return -at
        return self._behind_duration(at)

    def _blank(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        return match.end() if match else at

    def _before_duration(self, at: int) -> int:
        """From a bracket to behind the first duration; negative behind the closing bracket, when it comes before."""
        while True:
            at = self._blank(at)
            character = self.text[at : at + 1]
            if character and character in "0123456789.":
                self.had_duration = True
                return self._number(at)
            if character == "]":
                return -self._add("]", at, at + 1)
            if character == ":" and not self.had_duration:
                raise LexicalError(at)
            at = self._in_window(at, character, self.reads.duration_calls)

    def _behind_duration(self, at: int) -> int:
        """From behind a duration in brackets to behind the closing bracket."""
        while True:
            match = _SPACE.match(self.text, at)
            at = match.end() if match else at
            character = self.text[at : at + 1]
            if character == "]":
                return self._add("]", at, at + 1)
            if character and character in "0123456789.":
                at = self._number(at)
            elif self.reads.stray_colon and _LETTERS.match(character):
                self.tokens.append(Token(":", character, at))
                at += 1
            else:
                at = self._in_window(at, character, self.reads.late_calls)

    def _in_window(self, at: int, character: str, words: frozenset[str]) -> int:
        if character and character in "+-*/%^(),:":
            return self._add(character, at, at + 1)
        word = _LETTERS.match(self.text, at)
        if word is None or word[0].lower() not in words:
            raise LexicalError(at)
        return self._add(word[0].lower(), at, word.end())


def _end_of_number(text: str, start: int) -> int:
    """The index behind a number that begins at `start`, -1 for none: the rules from 2.54 on.

    A dot, an exponent and an underscore each say what may not follow them, and an exponent may be a hexadecimal digit.
    """
    digits, at = "0123456789", start
    if text[at : at + 2] in ("0x", "0X"):
        at += 2
        digits = "0123456789abcdefABCDEF"
        at += text.startswith("_", at)
    elif text.startswith("0", at):
        at += 1
    at += text.startswith(".", at)
    at += _is_one_of(text, at, digits)
    dotted = raised = False
    while _is_one_of(text, at, f"{digits}._eE"):
        character = text[at]
        if character == ".":
            if dotted or len(digits) > 10 or _is_one_of(text, at + 1, "_."):
                return -1
            dotted, at = True, at + 1
        elif character in "eE":
            at += 1
            at += _is_one_of(text, at, "+-")
            if raised or at >= len(text) or text[at] in "._eE":
                return -1
            raised = True
        elif character == "_":
            at += 1
            if at >= len(text) or text[at] in "._eE":
                return -1
        else:
            while _is_one_of(text, at, digits):
                at += 1
    return -1 if at == start or (at < len(text) and _WORD_CHARACTER.match(text[at])) else at


_WORD_CHARACTER = re.compile(r"[0-9A-Za-z_]", re.ASCII)


def _is_one_of(text: str, at: int, characters: str) -> bool:
    return at < len(text) and text[at] in characters
