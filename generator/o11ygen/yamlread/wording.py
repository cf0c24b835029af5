"""Syntax errors in the words of people who write YAML, instead of the parser's."""

from __future__ import annotations

import re
from typing import Any, Final

from yaml import YAMLError

from o11ygen.yamlread.fault import START, Fault, Place

_QUOTE = "Put the whole value in quotes"
# By what the parser says, unless the line tells more: what is wrong, and what to write.
_PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "mapping values are not allowed in this context": (
        "a second `: ` stands here where one value was expected",
        "Put a value that holds `: ` in quotes, or mend the indentation of this line",
    ),
    "mapping keys are not allowed in this context": ("`? ` starts a key where a value was expected", _QUOTE),
    "block sequence entries are not allowed in this context": (
        "a list starts on the line of its key",
        "Start the list on a line of its own, or write `[a, b]`",
    ),
    "could not find expected ':'": (
        "the line is no `key: value`",
        "Write `key: value`, or indent the line under the value that it continues",
    ),
    "did not find expected key": (
        "the line fits neither the mapping around it nor the value before it",
        "Indent it like the other keys of its mapping; put text after a quote, `]` or `}` into the quotes",
    ),
    "did not find expected '-' indicator": (
        "the list ends here without a change of indentation",
        "Start the item with `- `, or indent the line under the item, or less than the list",
    ),
    "did not find expected ',' or ']'": ("the list in `[` is not closed", "Close it with `]`, items parted by commas"),
    "did not find expected ',' or '}'": (
        "the mapping in `{` is not closed",
        "Close it with `}`, pairs parted by commas",
    ),
    "did not find expected node content": ("a value was expected here", _QUOTE),
    "found unexpected end of stream": ("the quote that opens here is never closed", "Close it"),
    "found unexpected document indicator": ("a `---` or `...` stands inside quotes", "Close the quote before it"),
    "found unknown escape character": (
        "a backslash in double quotes starts no known escape",
        "Write the text in single quotes, in which a backslash is a backslash",
    ),
    "did not find expected hexdecimal number": (
        "the escape lacks hexadecimal digits",
        "Complete it, or double the `\\`",
    ),
    "found a tab character that violates indentation": ("a tab indents the line", "Indent with spaces"),
    "found a tab character where an indentation space is expected": ("a tab indents the line", "Indent with spaces"),
    "did not find expected comment or line break": (
        "text stands behind `|` or `>` on its line",
        "Start the text on the next line, indented",
    ),
    "did not find expected alphabetic or numeric character": (
        "`&` or `*` names no anchor",
        "Put text that starts with it in quotes",
    ),
    "found undefined tag handle": (
        "the tag has a handle that is not declared",
        "Put text that starts with `!` in quotes",
    ),
    "did not find expected <document start>": ("the document starts without `---`", "Write `---` behind the directive"),
    "found incompatible YAML document": ("the version of YAML is not known", "Remove the `%YAML` line"),
    "found an indentation indicator equal to 0": (
        "the digit after `|` or `>` is 0",
        "Remove it, or count by how many spaces the text is indented",
    ),
    "found invalid Unicode character escape code": (
        "the escape stands for no character",
        "Write the character itself, or double the `\\`",
    ),
    "found unexpected ':'": ("a `:` stands in a value inside `[` or `{`", _QUOTE),
    "found character that cannot start any token": ("the character starts no value", _QUOTE),
    **dict.fromkeys(
        (
            "could not find expected directive name",
            "found unexpected non-alphabetical character",
            "found unknown directive name",
        ),
        ("a `%` at the start of a line is a directive of YAML", "Indent the line, or put the text in quotes"),
    ),
    **dict.fromkeys(
        (
            "did not find expected digit or '.' character",
            "did not find expected version number",
            "found extremely long version number",
            "found duplicate %YAML directive",
        ),
        ("the line is no directive that YAML has", "Write one `%YAML 1.1`, or remove the line"),
    ),
    **dict.fromkeys(
        (
            "did not find URI escaped octet",
            "did not find expected '!'",
            "did not find expected tag URI",
            "did not find expected whitespace",
            "did not find expected whitespace or line break",
            "did not find the expected '>'",
            "found an incorrect leading UTF-8 octet",
            "found an incorrect trailing UTF-8 octet",
            "found duplicate %TAG directive",
        ),
        ("the tag can't be read", "Put text that starts with `!` in quotes"),
    ),
}
_AT_OPENING = frozenset(
    ("found unexpected end of stream", "did not find expected ',' or ']'", "did not find expected ',' or '}'")
)
_CONFLICT = re.compile(r"(<{7}|={7}|>{7})( |$)")


def syntax_fault(error: YAMLError, data: bytes) -> Fault:
    """What is wrong with the text, where, and what to write."""
    position = getattr(error, "position", None)
    if position is not None:
        return _unreadable(str(getattr(error, "reason", "")), int(position), data)
    problem = str(getattr(error, "problem", "") or "the text is not YAML")
    mark: Any = getattr(error, "problem_mark", None)
    opening: Any = getattr(error, "context_mark", None)
    if opening is not None and problem in _AT_OPENING:
        mark = opening
    if mark is None:
        return Fault(START, problem)
    lines = _lines(data)
    place = Place(min(mark.line, max(len(lines) - 1, 0)) + 1, mark.column + 1)
    if problem == "could not find expected ':'" and opening is not None:
        place = Place(opening.line + 1, opening.column + 1)
    line = lines[place.line - 1] if lines else ""
    message, hint = _by_line(problem, line, place, lines) or _PROBLEMS.get(problem, (problem, ""))
    return Fault(place, message, hint)


def _by_line(problem: str, line: str, place: Place, lines: list[str]) -> tuple[str, str] | None:
    """What the line itself tells, where it tells more than the parser."""
    near = lines[max(place.line - 2, 0) : place.line]
    if any(_CONFLICT.match(one) for one in near):
        return "the file holds the marks of an unfinished merge (`<<<<<<<`)", "Resolve the conflict, remove the marks"
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent and place.column <= len(indent) + 1:
        return "a tab indents the line; YAML takes spaces only", "Replace each tab by two spaces"
    value = re.sub(r"^\s*(- +)*([^\s:\"'{\[]+:\s+)?", "", line)
    if value.startswith(("{{", "{%")):
        if re.match(r"\s*\{[{%][-#\s]", line) and not re.match(r"\s*\{\{\s*[.$]", line):
            return "the line is a template, not YAML", "Render the template first, and judge what it makes"
        return "a value that starts with `{` is read as a mapping", "Put the whole value in quotes"
    if problem.startswith("mapping values") and ": " not in line[: place.column - 1] and place.line > 1:
        hint = "Indent it like the line above, or end the value above, such as with a closing quote"
        return "the line is indented under a value that is complete", hint
    at = line[place.column - 1 : place.column]
    if at == "\t":
        return "a tab stands where only spaces may", "Replace it by a space"
    if at and at in "@`%":
        return f"text must not start with `{at}`", "Put the value in quotes"
    return None


def _unreadable(reason: str, position: int, data: bytes) -> Fault:
    """A byte or character that no YAML file may hold; the parser counts bytes in UTF-8 and characters elsewhere."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        before = data.decode("utf-16", "replace")[:position]
    else:
        before = data[:position].decode("utf-8", "replace")
    place = Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    if "control characters" in reason:
        hint = "Remove it; in double quotes it can be written as an escape, such as `\\x07`"
        return Fault(place, "a control character stands in the text", hint)
    return Fault(place, "the text is not UTF-8", "Save the file as UTF-8")


def _lines(data: bytes) -> list[str]:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return re.split(r"\r\n|[\n\r\x85\u2028\u2029]", data.decode(encoding, "replace"))
