"""How a program reads YAML: which of the two Go libraries decodes the document, and into what."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from o11ygen.record import record


@record
class Dialect:
    """One way of reading.

    `library` is the major version of go-yaml. `typed` says that the program decodes into declared fields, so that the
    field's type decides what a plain scalar is; otherwise the scalar's spelling decides. An alias under one of the
    `raw` keys reads as the anchor's name: Prometheus before 3.0 keeps these values of a rule unread.
    """

    library: Literal[2, 3]
    typed: bool = True
    raw: frozenset[str] = frozenset()

    def keeping_raw(self, *keys: str) -> Dialect:
        """The same, with these keys left unread by the program."""
        return replace(self, raw=frozenset(keys))


GO_YAML_2 = Dialect(2)
GO_YAML_3 = Dialect(3)
GO_YAML_2_ANY = Dialect(2, typed=False)
GO_YAML_3_ANY = Dialect(3, typed=False)
