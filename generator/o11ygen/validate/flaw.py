"""What a judge finds in a document: one fault, where in the document, and who refuses it."""

from __future__ import annotations

from typing import TypeAlias

from o11ygen.finding import Severity
from o11ygen.record import record

Path: TypeAlias = tuple[str | int, ...]


@record
class Flaw:
    """One fault of a document, at a path in it.

    `refused` says that the checking program (promtool, amtool) refuses the file for it. An error that is not refused
    is one that only the running server meets. `offset` counts characters in the text that stands at the path, -1 for
    its start; `on_key` is about the name of a field and not its value.
    """

    id: str
    message: str
    hint: str = ""
    path: Path = ()
    severity: Severity = Severity.ERROR
    refused: bool = True
    on_key: bool = False
    offset: int = -1


def warning(id_: str, message: str, hint: str, path: Path, *, offset: int = -1, on_key: bool = False) -> Flaw:
    """Something that every program accepts and that does not do what it says."""
    return Flaw(id_, message, hint, path, Severity.WARNING, refused=False, on_key=on_key, offset=offset)
