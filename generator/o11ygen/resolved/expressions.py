"""Every PromQL expression of a stack, with its owner: what the checks on expressions walk over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Literal, NamedTuple

from o11ygen.duration import readable_duration
from o11ygen.record import record
from o11ygen.resolved.dashboards import Dashboard, Panel, Query, Variable
from o11ygen.resolved.rules import AlertRule, RecordingRule, RuleGroup
from o11ygen.resolved.source import Source

# A text of PromQL, or a variable of Grafana's: what a variable may be depends on whether it stands in a text.
_VARIABLE = re.compile(
    r"""(?P<equals>(?<![=!<>])=(?!~)\s*)?(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)"""
    r"""|\$\{(?P<braced>[A-Za-z_]\w*)(?:\.[^:}]+)?(?::[^}]*)?\}|\$(?P<bare>[A-Za-z_]\w*)|\[\[(?P<old>[A-Za-z_]\w*)(?::\w+)?\]\]""",
    re.DOTALL,
)
# What stands for a range that the reader chooses.
_CHOSEN_RANGE_MS = 3_600_000
# What stands for a number that depends on it.
_NUMBERS = {"__range_s": "3600", "__range_ms": "3600000", "__from": "1700000000000", "__to": "1700003600000"}
# How many of them are chosen, or which quantile is computed, makes no other query.
_SELECTING = re.compile(
    r"\b(?:topk|bottomk|limitk|quantile|histogram_quantile)\s*(?:(?:by|without)\s*\([^()]*\)\s*)?\(\s*\Z"
)
_DURATION = re.compile(r"(?:\d+(?:ms|[smhdwy]))+")


@record
class Expression:
    """An expression as Prometheus gets it: Grafana's variables are replaced by what they may be.

    `what` is how messages call its owner. `adaptive` says that ranges follow the dashboard, so that they fit always;
    `over_time` that it is asked for at many times at once, as a panel does that draws a line.
    """

    text: str
    what: str
    kind: Literal["alert", "record", "panel", "variable"]
    source: Source
    adaptive: bool = False
    over_time: bool = False

    @property
    def field(self) -> str:
        """The author's field that holds it."""
        return "query" if self.kind == "variable" else "expr"

    @property
    def of_rule(self) -> bool:
        """Whether Prometheus itself evaluates it, again and again."""
        return self.kind in ("alert", "record")


def of_groups(groups: Iterable[RuleGroup]) -> Iterator[Expression]:
    """Those of alerts and recording rules; levels that share an expression share it here too."""
    for group in groups:
        seen: set[tuple[str, str]] = set()
        for rule in group.rules:
            if (rule.id, rule.expr) not in seen:
                seen.add((rule.id, rule.expr))
                yield _of_rule(rule)


def _of_rule(rule: AlertRule | RecordingRule) -> Expression:
    made = rule.made.get("expression")
    if isinstance(made, Expression):
        return made
    kind: Literal["alert", "record"] = "alert" if isinstance(rule, AlertRule) else "record"
    expression = rule.made["expression"] = Expression(rule.expr, rule.source.what, kind, rule.source)
    return expression


def of_dashboards(dashboards: Iterable[Dashboard], *, scrape_interval_ms: int) -> Iterator[Expression]:
    """Those of variables and panels, as far as they are known before the reader has chosen.

    `$__rate_interval` is what Grafana makes of it at the shortest step: four scrape intervals.
    """
    for dashboard in dashboards:
        for variable in dashboard.variables:
            text, adaptive = expand(variable.expr, dashboard.variables, scrape_interval_ms=scrape_interval_ms)
            if text:
                yield Expression(text, variable.source.what, "variable", variable.source, adaptive)
        for asked in queries_of(dashboard, scrape_interval_ms=scrape_interval_ms):
            yield Expression(
                asked.text, asked.panel.source.what, "panel", asked.query.source, asked.adaptive, asked.over_time
            )
        for query in dashboard.annotations:
            text, adaptive = expand(query.expr, dashboard.variables, scrape_interval_ms=scrape_interval_ms)
            if text:
                yield Expression(text, query.source.what, "panel", query.source, adaptive, over_time=True)


class Asked(NamedTuple):
    """A query of a panel, and its text as Prometheus may get it: see `Expression`."""

    panel: Panel
    query: Query
    text: str
    adaptive: bool

    @property
    def over_time(self) -> bool:
        """Whether it is asked at many times at once. A table shows one time: the newest."""
        return not self.query.instant and self.panel.kind != "table"


def queries_of(dashboard: Dashboard, *, scrape_interval_ms: int) -> tuple[Asked, ...]:
    """The PromQL of its panels, as far as it is known before the reader has chosen."""
    known = dashboard.made.get(("queries", scrape_interval_ms))
    if isinstance(known, tuple):
        return known
    found = tuple(_queries_of(dashboard, scrape_interval_ms))
    dashboard.made["queries", scrape_interval_ms] = found
    return found


def _queries_of(dashboard: Dashboard, scrape_interval_ms: int) -> Iterator[Asked]:
    for panel in dashboard.panels:
        for query in panel.queries:
            text, adaptive = expand(query.expr, dashboard.variables, scrape_interval_ms=scrape_interval_ms)
            if text:
                yield Asked(panel, query, text, adaptive)


def expand(
    text: str,
    variables: Iterable[Variable],
    *,
    scrape_interval_ms: int,
    lengths: Mapping[str, int] = MappingProxyType({}),
) -> tuple[str, bool]:
    """A query of Grafana's as Prometheus may get it, and whether a range in it follows the dashboard.

    Empty where it depends on the reader what is asked at all: which metric, or which label. `lengths` are milliseconds
    to take for variables of Grafana's such as `__rate_interval`; for `""` they are taken for what the reader chooses.
    """
    if "$" not in text and "[[" not in text:
        return text, False
    fixed = {variable.name: variable.values[0] for variable in variables if variable.values}
    choices = {variable.name for variable in variables if len(variable.values) > 1}
    durations = dict.fromkeys(("__rate_interval", "__interval", "__auto"), readable_duration(4 * scrape_interval_ms))
    durations |= {"__range": readable_duration(_CHOSEN_RANGE_MS), "": durations["__interval"]}
    durations |= {name: readable_duration(length) for name, length in lengths.items()}
    adaptive = unknown = False

    def replace(match: re.Match[str], *, quoted: bool = False) -> str:
        nonlocal adaptive, unknown
        if match["quoted"] is not None:
            quote, inside = match["quoted"][0], match["quoted"][1:-1]
            replaced = _VARIABLE.sub(partial(replace, quoted=True), inside)
            # Whatever a reader chooses: a pattern, even where one value is asked for.
            equals = "=~" if match["equals"] and ".*" in replaced and ".*" not in inside else match["equals"] or ""
            return f"{equals}{quote}{replaced}{quote}"
        name = match["braced"] or match["bare"] or match["old"]
        if name in durations:
            adaptive = True
            return durations[name]
        known = _NUMBERS.get(name) or (
            str(4 * scrape_interval_ms) if name in ("__interval_ms", "__rate_interval_ms") else fixed.get(name)
        )
        if not quoted and text[: match.start()].rstrip().endswith(("[", ":")):
            adaptive = True
            return known if known and _DURATION.fullmatch(known) and not lengths else durations[""]
        if name in choices and not quoted and not _SELECTING.search(text[: match.start()]):
            # Another choice is another query: `vector($native) == 1` is how a dashboard is told which of two to show.
            unknown = True
        unknown |= known is None and not quoted
        # `.*` is a value that any matcher takes, and no series lacks.
        return known or ".*"

    replaced = _VARIABLE.sub(replace, text)
    return "" if unknown else replaced, adaptive
