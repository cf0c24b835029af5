"""The place of a part in a document: the names and numbers that lead to it."""

from __future__ import annotations

import re
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


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
