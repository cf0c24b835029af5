"""Every text of a document, where one of them may be a credential: checks look through what no other part keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.credentials import suspicious, telling_names
from o11ygen.foreign.written import Part, Text
from o11ygen.resolved.source import Source
from o11ygen.resolved.source import Text as Found
from o11ygen.validate.flaw import Path


def texts_of(text: Text) -> list[Found]:
    """All texts, with their places; none where nothing in the document looks like a credential."""
    listed = list(_strings(text.document.value, ()))
    places = frozenset(_name(path) for path, _ in listed)
    if not telling_names(places) and not suspicious([one for _, one in listed], frozenset()):
        return []
    return [
        Found(Source(text.file, "the dashboard", Part(text, path)), _name(path), _name(path), one)
        for path, one in listed
    ]


def _strings(value: Any, at: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(item, (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(item, (*at, number))


def _name(path: Path) -> str:
    """The innermost name on the way."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")
