"""What `label_replace`, `label_join` and their kind do to the labels of a result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import promql_parser

from o11ygen.promql.fault import Fault, NotPrometheusError
from o11ygen.promql.flow import Add, Drop, Enrich, Flow
from o11ygen.targets.re2 import fault_of

_GROUP_REFERENCE = re.compile(r"\$(?:\w+|\{\w+\}|\$)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_WHOLE = frozenset(("$1", "${1}"))
_ANYTHING = frozenset((".*", "(.*)"))
# A single group that holds one character at least whenever the whole expression matches.
_FILLED_GROUP = re.compile(r"[^()]*\((?:\.|\\[dwS]|\[[^\]]+\])\+\??\)[^()]*")


def relabelled(function: str, arguments: Sequence[Any], inner: Flow) -> Flow:
    """The flow behind a call of `function`, whose series have the flow `inner`; most functions change no label."""
    if function == "label_replace":
        return _replaced(*(_literal(argument) for argument in arguments[1:5]), inner=inner)
    if function == "label_join":
        label, separator, *sources = (_literal(argument) for argument in arguments[1:])
        return Add(label, "sure" if separator and len(sources) > 1 else "maybe", tuple(sources), inner)
    if function in ("histogram_quantile", "histogram_quantiles"):
        inner = Drop(f"`{function}`", ("le",), inner)
        return Add(_literal(arguments[1]), "sure", (), inner) if function.endswith("s") else inner
    return Enrich(inner) if function == "info" else inner


def check_relabelling(function: str, arguments: Sequence[Any]) -> bool:
    """Refuse what Prometheus takes in a rule file and then fails on, at each evaluation: the rule never has a result.

    Answers whether a label has a name that only newer releases take.
    https://prometheus.io/docs/prometheus/latest/querying/functions/#label_replace
    """
    texts = [_literal(argument) for argument in arguments[1:]]
    named = (texts[:1], texts[2:]) if function == "label_join" else (texts[:1], [])
    if not all(name for names in named for name in names):
        raise NotPrometheusError(
            Fault(
                f"`{function}` names a label with an empty text; Prometheus loads the rule and fails at each evaluation",
                "Name the label.",
            ),
            near=function,
        )
    fault = fault_of(texts[3]) if function == "label_replace" else ""
    if fault:
        raise NotPrometheusError(
            Fault(
                f"the regular expression `{texts[3]}` of `{function}` does not compile: {fault}; Prometheus loads the rule "
                "and fails at each evaluation",
                "Close its groups and classes; RE2 has no lookaround and no backreferences.",
            ),
            near=function,
        )
    return not all(_NAME.fullmatch(name) for names in named for name in names)


def _replaced(label: str, replacement: str, source: str, regex: str, *, inner: Flow) -> Flow:
    constant = _GROUP_REFERENCE.sub("", replacement)
    if constant:
        return Add(label, "sure" if regex in _ANYTHING else "kept", (), inner)
    if replacement in _WHOLE and regex in ("(.*)", "(.+)"):
        return Add(label, "maybe" if regex == "(.*)" else "kept", (source,), inner)
    if replacement in _WHOLE and _FILLED_GROUP.fullmatch(regex):
        return Add(label, "kept", (), inner)
    return Add(label, "maybe", (), inner)


def _literal(argument: Any) -> str:
    while type(argument) is promql_parser.ParenExpr:
        argument = argument.expr
    return str(getattr(argument, "val", ""))
