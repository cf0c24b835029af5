"""Queries: the fields Grafana's Prometheus editor keeps, a letter for each, and its datasource beside it."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen.dashboardjson.datasource import DatasourceTypes, datasource_ref
from o11ygen.dashboardjson.plain import Json, in_order

_ORDER = ("refId", "datasource", "expr", "legendFormat", "editorMode", "format", "range", "instant", "exemplar")
# grafanalib's Prometheus target repeats the query for datasources of ten years ago.
_GONE = frozenset({"step", "intervalFactor", "query", "target", "metric"})


def finish_targets(targets: list[Json], panel_ref: Json | None, types: DatasourceTypes) -> list[Json]:
    """The queries of one panel, in order, each with a letter no other one has."""
    letters = _free_letters({str(target["refId"]) for target in targets if target.get("refId")})
    return [_finish(target, letters, panel_ref, types) for target in targets]


def _finish(source: Json, letters: Iterator[str], panel_ref: Json | None, types: DatasourceTypes) -> Json:
    target = dict(source)
    if not target.get("refId"):
        target["refId"] = next(letters)
    reference = datasource_ref(target.pop("datasource", None), types) or panel_ref
    if reference is not None:
        target["datasource"] = reference
    if "expr" in target and (reference or {}).get("type", "prometheus") == "prometheus":
        _finish_prometheus(target)
    for key in ("hide", "interval"):
        if key in target and not target[key]:
            del target[key]
    return in_order(target, _ORDER)


def _finish_prometheus(target: Json) -> None:
    for key in _GONE:
        target.pop(key, None)
    target.setdefault("editorMode", "code")
    target.setdefault("format", "time_series")
    instant = bool(target.get("instant", False))
    target["instant"] = instant
    target.setdefault("range", not instant)
    if not target.get("legendFormat"):
        # An empty legend prints the metric with all its labels; this is what Grafana writes for a new query.
        target["legendFormat"] = "__auto"


def _free_letters(taken: set[str]) -> Iterator[str]:
    """A, B, ... Z, AA, AB, ... without those in use: two queries under one letter overwrite each other."""
    number = 0
    while True:
        letter, rest = "", number
        while rest >= 0:
            letter = chr(ord("A") + rest % 26) + letter
            rest = rest // 26 - 1
        number += 1
        if letter not in taken:
            yield letter
