"""The table of what was measured: rows with their goals, printed as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from measure import Cost


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured, beside what, their ratio, and the most it may be (0: for information)."""

    what: str
    ours: str
    theirs: str
    ratio: float
    goal: float = 0

    @property
    def missed(self) -> bool:
        """Whether the goal is missed."""
        return bool(self.goal) and self.ratio > self.goal

    def __str__(self) -> str:
        goal = f"{self.goal:g}{' (missed)' if self.missed else ''}" if self.goal else ""
        return f"| {self.what} | {self.ours} | {self.theirs} | {self.ratio:.2f} | {goal} |"


def show(rows: Iterable[Row], *, rounds: int) -> bool:
    """Print the rows as they come; whether all reach their goals."""
    print(f"Medians of {rounds}, taking turns.\n")
    print("| measured | o11ygen | beside | ratio | at most |\n|---|---|---|---|---|", flush=True)
    reached = True
    for row in rows:
        print(row, flush=True)
        reached = reached and not row.missed
    return reached


def in_seconds(seconds: float) -> str:
    """CPU time as the table shows it."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def in_megabytes(megabytes: float) -> str:
    """Memory as the table shows it."""
    return f"{megabytes:.0f} MB"


def cpu_and_memory(what: str, ours: Cost, theirs: Cost, *, cpu: float = 0, memory: float = 0) -> Iterator[Row]:
    """Two rows, of CPU time and of peak memory, with their goals."""
    yield Row(what, in_seconds(ours.cpu), in_seconds(theirs.cpu), ours.cpu / theirs.cpu, cpu)
    shown = in_megabytes(ours.memory), in_megabytes(theirs.memory)
    yield Row("the same: peak memory", *shown, ours.memory / theirs.memory, memory)
