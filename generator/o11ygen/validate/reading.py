"""Reads a file in the form of its kind: YAML as Go does, JSON, or text."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path as File
from typing import Any, Protocol

from o11ygen import yamlread
from o11ygen.validate.flaw import Path
from o11ygen.yamlread import Fault, Place


class Read(Protocol):
    """A document that was read."""

    value: Any
    faults: Any
    refused: bool
    depth: int

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at a path, or its key, stands."""


class TextDocument:
    """A file that is text and nothing else."""

    depth = 1

    def __init__(self, value: Any, faults: tuple[Fault, ...] = (), *, refused: bool = False) -> None:
        self.value = value
        self.faults = faults
        self.refused = refused

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The start: text has no parts."""
        return Place(1, 1)


class Content:
    """The content of a file: its bytes and, where something is to be said about it, its lines."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def lines(self) -> list[str]:
        """The text line by line, as editors count them."""
        return self.data.decode("utf-8-sig", errors="replace").split("\n")


def read_text(data: bytes) -> TextDocument:
    """A file of text."""
    try:
        return TextDocument(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        fault = Fault(Place(line, column), "the file is not UTF-8", "Save it as UTF-8.")
        return TextDocument(None, (fault,), refused=True)


def plain_value(file: File) -> Any:
    """What a YAML file holds; None for one that can't be read."""
    try:
        if not file.is_file():
            return None
        return yamlread.read(file.read_bytes(), dialect=yamlread.GO_YAML_3).value
    except OSError:
        return None
