"""The place of a part in a document: the names and numbers that lead to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias, TypeVar

Path: TypeAlias = tuple[str | int, ...]
T = TypeVar("T")


def format_path(path: Path) -> str:
    """`("groups", 0, "rules", 3, "expr")` as `groups[0].rules[3].expr`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.isidentifier() or re.fullmatch(r"[\w-]+", step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text


def part_at(whole: T, path: Path, held: Callable[[T, str], T | None]) -> T:
    """The innermost part on the way along the path; `held` tells which one a field holds, if any."""
    for step in path:
        # A component of the Collector is named `type` or `type/name`.
        inner = held(whole, step.partition("/")[0]) if isinstance(step, str) else None
        if inner is not None:
            whole = inner
    return whole
