"""Queries of foreign dashboards: which of them are PromQL, and what they ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from o11ygen.promql import parse
from o11ygen.resolved import Query, Source, Variable
from o11ygen.resolved.panel_json import datasource_of
from o11ygen.targets.grafana_query import with_values, without_comments
from o11ygen.validate.dashboard_view import Json, View


def query(target: Json, holder: Json, *, view: View, variables: tuple[Variable, ...], source: Source) -> Query:
    """A target of a panel, the `holder`, which says what is asked where the target does not."""
    expr = target.get("expr")
    text = without_comments(expr).strip() if isinstance(expr, str) else ""
    language = "promql" if text and _is_promql(text, view, target, holder) else ""
    legend = target.get("legendFormat")
    instant = target.get("instant") is True and target.get("range") is not True
    return Query(
        expr=text if language else "",
        legend=legend if isinstance(legend, str) and legend != "__auto" else "",
        instant=instant,
        format=str(target.get("format") or "time_series"),
        exemplars=target.get("exemplar") is True,
        source=source,
        language=language,
        datasource=datasource_of(target) or datasource_of(holder),
        hidden=target.get("hide") is True,
    )


def _is_promql(text: str, view: View, target: Json, holder: Json) -> bool:
    """Whether Prometheus is asked. Where nothing tells what is asked, Loki may be: then only what is PromQL counts."""
    plugin = view.plugin(*_said(target), *_said(holder))
    if plugin:
        return plugin == "prometheus"
    return any(not parse(one).error for one in with_values(text))


def _said(holder: Json) -> tuple[Any, ...]:
    reference = holder.get("datasource")
    # A panel of several datasources says nothing of any of them.
    mixed = reference.get("uid") == "-- Mixed --" if isinstance(reference, Mapping) else reference == "-- Mixed --"
    return () if reference is None or mixed else (reference,)
