"""What is wrong with an expression, and where in its text."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A fault of an expression: what, what to do, and the index of the character it starts at, -1 when not known."""

    message: str
    hint: str
    start: int = -1


class NotPrometheusError(Exception):
    """The parser has accepted what no release of Prometheus accepts; `near` is the text that the fault is found by."""

    def __init__(self, fault: Fault, *, near: str = "") -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.near = near
