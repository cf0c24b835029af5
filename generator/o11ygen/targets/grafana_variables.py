"""The variables of Grafana's dashboards: how texts refer to them, which of them Grafana has itself, what fills one.

https://grafana.com/docs/grafana/latest/dashboards/variables/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from o11ygen.finding import nearest

# `$name`, `${name}`, `${name.field}`, `${name:format}` and the old `[[name]]`.
REFERENCE = re.compile(
    r"\$\{(?P<braced>[A-Za-z_]\w*)(?:\.[^:}]+)?(?::[^}]*)?\}|\$(?P<bare>[A-Za-z_]\w*)|\[\[(?P<old>[A-Za-z_]\w*)(?::\w+)?\]\]"
)
# What Grafana fills in by itself, in queries, titles or links.
GLOBAL = frozenset(
    {
        *("__all", "__dashboard", "__from", "__name", "__org", "__to", "__timezone", "__user", "timeFilter"),
        *("__auto", "__interval", "__interval_ms", "__rate_interval", "__rate_interval_ms", "__timeFilter"),
        *("__range", "__range_ms", "__range_s", "__searchFilter"),
        # Of links alone.
        *(
            "__all_variables",
            "__cell",
            "__data",
            "__field",
            "__series",
            "__text",
            "__time",
            "__url",
            "__url_time_range",
        ),
        *("__value",),
    }
)
# A group that a regular expression names: `$zone` and `${zone}` in a replacement mean it, not a variable.
_GROUP = re.compile(r"\(\?P?<([A-Za-z_]\w*)>")

FUNCTIONS = ("label_names", "label_values", "metrics", "query_result")
_CALL = re.compile(r"(?P<function>\w+)\((?P<inside>.*)\)")
# https://github.com/grafana/grafana/blob/main/packages/grafana-prometheus/src/migrations/variableMigration.ts
_LABEL_VALUES = re.compile(r'(?:(?P<selector>.+),\s*)?(?P<label>"[^"]+"|[A-Za-z_$][\w{}\[\]$:]*|\[\[\w+\]\])')
# A name, matchers in braces, or both: all that Prometheus takes as a description of series.
_SELECTOR = re.compile(r"(?:[A-Za-z_:$][\w:.${}]*|\[\[\w+\]\])?\s*(?:\{.*\})?", re.DOTALL)


class VariableQuery(NamedTuple):
    """What fills a variable: `function` of `expr` and `label`; without a function `expr` selects series.

    `expr` is PromQL, for `metrics` a regular expression. Where `fault` says what is wrong the rest is empty.
    """

    function: str = ""
    expr: str = ""
    label: str = ""
    fault: str = ""
    hint: str = ""


def references(text: str) -> Iterator[str]:
    """The names that a text refers to, in its order; those of groups that a regular expression in it names are none."""
    if "$" not in text and "[[" not in text:
        return
    groups = frozenset(_GROUP.findall(text))
    for match in REFERENCE.finditer(text):
        name = match["braced"] or match["bare"] or match["old"]
        if name not in groups:
            yield name


def variable_query(text: str) -> VariableQuery:
    """The query of a variable as Grafana's Prometheus datasource takes it apart."""
    text = text.strip()
    if "\n" in text:
        return VariableQuery(
            fault="spans several lines, which Grafana does not take for a call", hint="Write it in one line."
        )
    call = _CALL.fullmatch(text)
    if call is None:
        return _selected("", text)
    function, inside = call["function"], call["inside"].strip()
    if function == "label_values":
        return _label_values(inside)
    if function == "label_names":
        return _selected(function, inside) if inside else VariableQuery(function)
    if function in ("metrics", "query_result"):
        what = "a regular expression" if function == "metrics" else "a query"
        missing = VariableQuery(fault=f"gives `{function}` nothing", hint=f"Write {what} between the brackets.")
        return VariableQuery(function, inside) if inside else missing
    return VariableQuery(
        fault=f"calls `{function}`, which is no function of Grafana's variable queries",
        hint=nearest(function, FUNCTIONS)
        or f"To take values from what a query returns, write `query_result({text})`; Grafana has {_listed()}.",
    )


def _label_values(inside: str) -> VariableQuery:
    match = _LABEL_VALUES.fullmatch(inside)
    if match is None:
        return VariableQuery(
            fault="gives `label_values` no label at its end",
            hint="Write `label_values(metric, label)`, or `label_values(label)` for all metrics.",
        )
    return _selected("label_values", (match["selector"] or "").strip(), label=match["label"].strip('"'))


def _selected(function: str, selector: str, *, label: str = "") -> VariableQuery:
    if _SELECTOR.fullmatch(selector) is None:
        return VariableQuery(
            fault=f"takes `{selector}` for a description of series, which is a metric with matchers and no calculation",
            hint=f"Write `query_result({selector})` for what a query returns, or keep the metric alone.",
        )
    return VariableQuery(function, selector, label)


def _listed() -> str:
    return ", ".join(f"`{name}`" for name in FUNCTIONS)
