"""What is wrong with an expression, and where in its text."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A fault of an expression: what, what to do, and the index of the character it starts at, -1 when not known."""

    message: str
    hint: str
    start: int = -1
