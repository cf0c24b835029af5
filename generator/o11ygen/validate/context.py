"""What a judge knows beside the document: releases, feature flags, and whether other files may be read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from o11ygen.record import record
from o11ygen.validate.flaw import Path as DocumentPath
from o11ygen.validate.glob import find
from o11ygen.version import Version


@record
class Context:
    """How files are judged.

    `versions` are the releases by system. `folder` is where relative names in the document lead to, None for standard
    input. With `syntax_only` no other file is looked at.
    """

    versions: Mapping[str, Version]
    features: tuple[str, ...] = ()
    folder: Path | None = None
    syntax_only: bool = False

    @property
    def reads_files(self) -> bool:
        """Whether the files that a document names are looked at."""
        return self.folder is not None and not self.syntax_only

    def matches(self, name: str) -> list[Path]:
        """The files that a name or pattern in the document stands for, sorted."""
        assert self.folder is not None  # a document from standard input names no files that could be found
        return find(name, self.folder)

    def has(self, name: str) -> bool:
        """Whether the file that a name in the document stands for is there."""
        assert self.folder is not None  # as above
        return os.path.exists(self.folder / name)


@record
class Reference:
    """Another file that belongs to a document and is judged with it, as a file of `kind`."""

    file: Path
    kind: str
    path: DocumentPath
