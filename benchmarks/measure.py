"""What a command costs: CPU seconds and peak memory of its whole process, as medians of several rounds."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the folder it runs in; `before` runs ahead of each round and is not measured."""

    words: Sequence[str]
    folder: Path = Path()
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user and system) and the peak of resident memory in MB."""

    cpu: float
    memory: float


# Whoever installs the program runs it from bytecode: compiling it anew each time is not what it costs.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def once(command: Command) -> Cost:
    """Run it once. Raises RuntimeError with what it said when it fails."""
    command.before()
    with subprocess.Popen(
        command.words,
        cwd=command.folder,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command.words)} ends with {process.returncode}: {said.decode()[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def race(commands: Sequence[Command], *, rounds: int) -> list[Cost]:
    """The medians of each command. They take turns, so that a busy machine slows all of them alike.

    Each round begins with another one: what runs before may leave the machine busy, or its caches warm.
    """
    costs: list[list[Cost]] = [[] for _ in commands]
    for first in range(rounds):
        for turn in range(len(commands)):
            which = (first + turn) % len(commands)
            costs[which].append(once(commands[which]))
    return [Cost(median(cost.cpu for cost in found), median(cost.memory for cost in found)) for found in costs]
