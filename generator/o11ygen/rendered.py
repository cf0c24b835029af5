"""Proved files that wait to be written: all are held until the last is proved, so they must take little memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from o11ygen.artifact import Artifact, text_around, woven
from o11ygen.record import record

# No text of a YAML file holds one.
_MARK = "\0"


class File(Protocol):
    """A file below an environment's folder."""

    @property
    def path(self) -> str:
        """Where it is, with slashes."""

    @property
    def text(self) -> str:
        """What it holds."""


@record
class Rendered:
    """A file that was proved. `blocks` are the texts that it shares with other files, `around` is what stands between.

    Most rules are the same in every environment, and nearly all of a rule file is rules. `value` is the document, if it
    was to be kept.
    """

    path: str
    around: str
    blocks: tuple[str, ...] = ()
    value: object = None

    @classmethod
    def of(cls, artifact: Artifact, *, keep_value: bool = False) -> Rendered:
        """What is kept of an artifact."""
        value = artifact.value if keep_value else None
        pieces = text_around(artifact) if artifact.blocks and _MARK not in artifact.text else None
        if pieces is None:
            return cls(artifact.path, artifact.text, value=value)
        return cls(artifact.path, _MARK.join(pieces), tuple([block.text for block in artifact.blocks]), value)

    @property
    def text(self) -> str:
        """The whole text, made anew each time."""
        if not self.blocks:
            return self.around
        return woven(self.around.split(_MARK), self.blocks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rendered) and (self.path, self.text) == (other.path, other.text)

    def __hash__(self) -> int:
        return hash(self.path)


class Contents(Mapping[str, bytes]):
    """The bytes of files by path, made anew whenever they are asked for: all of them would take as much memory again."""

    def __init__(self, files: Mapping[str, File | bytes]) -> None:
        self._files = files

    def __getitem__(self, path: str) -> bytes:
        file = self._files[path]
        return file if isinstance(file, bytes) else file.text.encode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
