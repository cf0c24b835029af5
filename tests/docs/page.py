"""Pages of documentation as tests read them: fenced blocks, each with what is to be done with it.

| the fence                   | what the test does                                                                        |
|-----------------------------|-------------------------------------------------------------------------------------------|
| ```` ```console ````        | runs each line after `$ `, and compares what it prints with the lines below it            |
| ```` ```console tools ````  | the same, where the real programs are installed                                           |
| ```` ```diff ````           | changes the file that its first line, `--- path`, names                                   |
| ```` ```LANG file=PATH ```` | writes the file                                                                           |
| ```` ```LANG excerpt=PATH ````| finds these lines in the file                                                           |
| any other                   | is only shown; Python and YAML have to be readable                                        |

A line `...` stands for any number of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ELLIPSIS = "..."
_FENCE = re.compile(r"(`{3,})([a-z]*)(?: (.*))?")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `first` is the index of its first line in the page."""

    page: Path
    language: str
    options: tuple[str, ...]
    lines: tuple[str, ...]
    first: int

    @property
    def place(self) -> str:
        """The line of its fence, as an editor opens it."""
        return f"{self.page.relative_to(ROOT)}:{self.first}"

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)

    def option(self, name: str) -> str:
        """The value of `name=value` in the fence, or nothing."""
        return next((one.partition("=")[2] for one in self.options if one.startswith(f"{name}=")), "")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console block, what the page shows below it, and where that stands in the page."""

    line: str
    shown: tuple[str, ...]
    first: int


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    lines = page.read_text("utf-8").splitlines()
    found: list[Block] = []
    index = 0
    while index < len(lines):
        fence = _FENCE.fullmatch(lines[index])
        index += 1
        if fence is None:
            continue
        end = lines.index(fence[1], index)
        found.append(Block(page, fence[2], tuple((fence[3] or "").split()), tuple(lines[index:end]), index))
        index = end + 1
    return found


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block."""
    starts = [index for index, line in enumerate(block.lines) if line.startswith("$ ")]
    assert starts[:1] == [0], f"{block.place}: a console block starts with a command"
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        yield Command(block.lines[start][2:], block.lines[start + 1 : end], block.first + start + 1)


def matches(shown: Sequence[str], real: Sequence[str]) -> bool:
    """Whether the shown lines are the real ones, but for those that `...` leaves out."""
    pattern = "".join(r"(?:[^\n]*\n)*?" if line == ELLIPSIS else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


def holds(text: str, excerpt: Sequence[str]) -> bool:
    """Whether a file has the lines of an excerpt, in order and together between two `...`, at any one indentation."""
    rest = text.splitlines()
    for part in _parts(excerpt):
        found = next((at for at in range(len(rest)) if _starts(rest[at:], part)), None)
        if found is None:
            return False
        rest = rest[found + len(part) :]
    return True


def _parts(excerpt: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in (*excerpt, ELLIPSIS):
        if line.strip() != ELLIPSIS:
            part.append(line)
        elif part:
            yield part
            part = []


def _starts(lines: Sequence[str], part: Sequence[str]) -> bool:
    if len(lines) < len(part) or not lines[0].endswith(part[0]):
        return False
    pad = lines[0][: len(lines[0]) - len(part[0])]
    return not pad.strip() and all(
        line == (pad + shown if shown else "") for line, shown in zip(lines, part, strict=False)
    )


def patched(text: str, change: Sequence[str]) -> str:
    """A file with a change made: the lines with ` ` or `-` have to stand in it once, together."""
    before = "".join(f"{line[1:]}\n" for line in change if line[:1] in (" ", "-", ""))
    after = "".join(f"{line[1:]}\n" for line in change if line[:1] in (" ", "+", ""))
    assert text.count(before) == 1, f"these lines stand in the file {text.count(before)} times:\n{before}"
    return text.replace(before, after)


def shortened(shown: Sequence[str], real: Sequence[str]) -> list[str]:
    """The real lines, with as much left out as the page leaves out: what it shows is what is most alike, in order."""
    lines = [line.rstrip() for line in real]
    at, result = 0, list[str]()
    for part in _parts(shown):
        starts = range(at, len(lines) - len(part) + 1)
        if not starts:
            return lines
        at = max(starts, key=lambda start: _likeness(part, lines[start : start + len(part)]))
        result += [ELLIPSIS] * (at > 0 and result[-1:] != [ELLIPSIS]) + lines[at : at + len(part)]
        at += len(part)
        result += [ELLIPSIS] * (at < len(lines))
    return result if ELLIPSIS in shown and matches(result, lines) else lines


def _likeness(shown: Sequence[str], real: Sequence[str]) -> float:
    return SequenceMatcher(None, "\n".join(shown), "\n".join(real), autojunk=False).ratio()
