"""What is wrong with a document of a target system; without the models, which tell most of it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from o11ygen.record import record
from o11ygen.targets.path import Path, format_path

Kind: TypeAlias = Literal["value", "unknown", "missing", "version", "deprecated", "advice", "server", "target"]


@record
class Problem:
    """One fault of a document: where in it, what, and what to write instead."""

    path: Path
    message: str
    hint: str = ""
    kind: Kind = "value"

    @property
    def place(self) -> str:
        """The path as people write it: `scrape_configs[3].relabel_configs[0].regex`."""
        return format_path(self.path)
