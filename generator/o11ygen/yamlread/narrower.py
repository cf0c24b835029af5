"""What libyaml reads and go-yaml, an older copy of it, refuses: found in the events, where the text may hold it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaml import events, tokens
from yaml._yaml import CParser

from o11ygen.yamlread.fault import Fault, Place

_OPEN = (events.MappingStartEvent, events.SequenceStartEvent)
# Tokens that go-yaml 3 keeps at hand beyond the one that it parses.
_AHEAD = 3
_END = (events.MappingEndEvent, events.SequenceEndEvent)


def inner_mark(data: bytes) -> Fault | None:
    """A byte order mark at the start of a later line, which go-yaml takes for text and libyaml passes over."""
    mark = data.find(b"\n\xef\xbb\xbf")
    if mark < 0:
        return None
    place = Place(data.count(b"\n", 0, mark) + 2, 1)
    return Fault(
        place, "a byte order mark stands inside the file", "Remove it; it is left where files are put together"
    )


def narrower(data: bytes) -> Fault | None:
    """The first thing in the first document that only libyaml takes; raises yaml.YAMLError as reading does."""
    if b"?" not in data and b"\\" not in data:
        return None
    text = ""
    parser: Any = CParser(data)
    flows: list[bool] = []
    for event in _events(parser):
        kind = type(event)
        if kind in _OPEN:
            flows.append(bool(event.flow_style))
        elif kind in _END:
            flows.pop()
        elif kind is events.ScalarEvent:
            if not event.style and flows and flows[-1] and "?" in event.value:
                message = "text with a `?` stands without quotes in brackets or braces"
                return Fault(_place(event), message, "Put it in quotes")
            if event.style == '"' and "/" in event.value:
                text = text or data.decode("utf-8-sig", "replace")
                if _escapes_slash(text[event.start_mark.index : event.end_mark.index]):
                    hint = "Write `/` alone, or use single quotes, in which a backslash is a backslash"
                    return Fault(_place(event), "`\\/` is no escape in double quotes", hint)
    return None


def look_ahead(data: bytes, end: int) -> None:
    """Read on behind the document that ends at that character, as go-yaml 3 does in search of comments.

    Raises yaml.YAMLError where it comes upon what is not YAML.
    """
    parser: Any = CParser(data)
    seen = 0
    while seen < _AHEAD:
        token = parser.get_token()
        if token is None or type(token) is tokens.StreamEndToken:
            return
        seen += token.start_mark.index >= end


def _events(parser: Any) -> Iterator[Any]:
    while True:
        event = parser.get_event()
        if type(event) in (events.DocumentEndEvent, events.StreamEndEvent):
            return
        yield event


def _escapes_slash(written: str) -> bool:
    parts = written.split("\\\\")
    return any("\\/" in part for part in parts)


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
