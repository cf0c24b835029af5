"""Where a value stands in a collection that is written out: the third of a tuple, or the one of a key or environment."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeAlias

# What a person writes below a field: the position in a tuple, the key of a mapping, or `per_env staging`.
Step: TypeAlias = int | str


def written_below(node: ast.expr, steps: Sequence[Step]) -> ast.expr:
    """The expression that steps lead to from another one; where one of them is not written out, what is around it."""
    for step in steps:
        below = _alternative(node, step) if isinstance(node, ast.Call) else _item(node, step)
        if below is None:
            return node
        node = below
    return node


def _item(node: ast.expr, step: Step) -> ast.expr | None:
    if isinstance(node, ast.Tuple | ast.List) and isinstance(step, int):
        before = node.elts[: step + 1]
        known = len(before) > step and not any(isinstance(one, ast.Starred) for one in before)
        return before[step] if known else None
    if isinstance(node, ast.Dict):
        return next((item for key, item in zip(node.keys, node.values, strict=True) if _is_key(key, step)), None)
    return None


def _is_key(key: ast.expr | None, step: Step) -> bool:
    """Whether a key is the one of a step: a constant, or a member of an enumeration such as `Severity.WARNING`."""
    if isinstance(key, ast.Attribute) and isinstance(step, str):
        return key.attr.casefold() == step.rpartition(".")[2].casefold()
    return isinstance(key, ast.Constant) and key.value == step


def _alternative(call: ast.Call, step: Step) -> ast.expr | None:
    """A value of `per_env(default, {"staging": ...}, tiers={...})`."""
    if not isinstance(step, str) or getattr(call.func, "id", getattr(call.func, "attr", "")) != "per_env":
        return None
    if step == "per_env default":
        return call.args[0] if call.args else None
    tiers = step.startswith("per_env tier ")
    named = next((one.value for one in call.keywords if one.arg == ("tiers" if tiers else "environments")), None)
    around = named if named is not None or tiers or len(call.args) < 2 else call.args[1]
    if around is None:
        return None
    return _item(around, step.removeprefix("per_env tier " if tiers else "per_env ")) or around
