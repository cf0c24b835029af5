"""What `label_replace`, `label_join` and their kind do to the labels of a result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from o11ygen.promql.flow import Add, Drop, Enrich, Flow
from o11ygen.promql.language.nodes import Group, Node, Text

_GROUP_REFERENCE = re.compile(r"\$(?:\w+|\{\w+\}|\$)")
_REPLACE = "`label_replace`"
_WHOLE = frozenset(("$1", "${1}"))
_ANYTHING = frozenset((".*", "(.*)"))
# A single group that holds one character at least whenever the whole expression matches.
_FILLED_GROUP = re.compile(r"[^()]*\((?:\.|\\[dwS]|\[[^\]]+\])\+\??\)[^()]*")


def relabelled(function: str, arguments: Sequence[Node], inner: Flow) -> Flow:
    """The flow behind a call of `function`, whose series have the flow `inner`; most functions change no label."""
    if function == "label_replace":
        return _replaced(*(literal(argument) for argument in arguments[1:5]), inner=inner)
    if function == "label_join":
        label, separator, *sources = (literal(argument) for argument in arguments[1:])
        return Add(label, "sure" if separator and len(sources) > 1 else "maybe", tuple(sources), inner, "`label_join`")
    if function in ("histogram_quantile", "histogram_quantiles", "histogram_fraction"):
        inner = Drop(f"`{function}`", ("le",), inner)
        return Add(literal(arguments[1]), "sure", (), inner, f"`{function}`") if function.endswith("s") else inner
    return Enrich(inner) if function == "info" else inner


def _replaced(label: str, replacement: str, source: str, regex: str, *, inner: Flow) -> Flow:
    constant = _GROUP_REFERENCE.sub("", replacement)
    if constant:
        return Add(label, "sure" if regex in _ANYTHING else "kept", (), inner, _REPLACE)
    if replacement in _WHOLE and regex in ("(.*)", "(.+)"):
        return Add(label, "maybe" if regex == "(.*)" else "kept", (source,), inner, _REPLACE)
    if replacement in _WHOLE and _FILLED_GROUP.fullmatch(regex):
        return Add(label, "kept", (), inner, _REPLACE)
    return Add(label, "maybe", (), inner, _REPLACE)


def literal(argument: Node) -> str:
    """The string that an argument is, in parentheses or not; empty for one that is none."""
    while isinstance(argument, Group):
        argument = argument.operand
    return argument.value if isinstance(argument, Text) else ""
