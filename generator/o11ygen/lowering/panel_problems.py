"""What an author says of a panel and Grafana would pass over without a word, or draw as something else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import inf, isfinite, isnan
from typing import Any, NamedTuple

from o11ygen.finding import nearest
from o11ygen.lowering.panel_words import calculation_hint, color_hint
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Panel, Query

# What a kind of panel has no words for.
_NOT_OF: Mapping[str, tuple[str, ...]] = {
    "heatmap": ("thresholds", "mappings"),
    "text": ("queries", "unit", "thresholds", "min", "max", "decimals", "mappings"),
}
# Panels with an axis of time, which need more than the newest value.
_OVER_TIME = frozenset({"timeseries", "heatmap"})
# Where a panel has a mapping, or a list of them, that what the author adds is merged into.
_SHAPES: Mapping[tuple[str, ...], type] = {
    ("gridPos",): dict,
    ("options",): dict,
    ("fieldConfig",): dict,
    ("fieldConfig", "defaults"): dict,
    ("fieldConfig", "defaults", "custom"): dict,
    ("fieldConfig", "defaults", "custom", "scaleDistribution"): dict,
    **dict.fromkeys((("fieldConfig", "overrides"), ("fieldConfig", "defaults", "mappings")), list),
    **{(name,): list for name in ("links", "targets", "transformations")},
}


class _Fault(NamedTuple):
    message: str
    hint: str
    field: str


def panel_problems(panel: Panel, *, variables: Collection[str]) -> Iterator[RenderProblem]:
    """Everything of one panel that its kind has no words for; `variables` are the names that its dashboard has."""
    found = (*_options(panel), *_words(panel), *_numbers(panel), *_repetition(panel, variables), *_extra(panel))
    for fault in found:
        message = f"{panel.source.what}: {fault.message}"
        yield RenderProblem("dashboard/panel", panel.source, message, fault.hint, fault.field)
    for query in panel.queries:
        for fault in _query(panel.kind, query):
            message = f"{query.source.what}: {fault.message}"
            yield RenderProblem("dashboard/query", query.source, message, fault.hint, fault.field)


def _options(panel: Panel) -> Iterator[_Fault]:
    given: dict[str, object] = {
        "queries": panel.queries,
        "unit": panel.unit,
        "thresholds": panel.thresholds,
        "mappings": panel.mappings,
    }
    present = {name for name, value in given.items() if value} | panel.bounds.keys()
    for name in _NOT_OF.get(panel.kind, ()):
        if name in present:
            yield _Fault(
                f"a {panel.kind} panel has no `{name}`, so it would change nothing",
                "Take it out, or show the value in a panel of another kind.",
                name,
            )
    if panel.kind != "text" and not panel.queries:
        yield _Fault("it has no query, so it would show nothing but `No data`", "Give it a query.", "queries")


def _words(panel: Panel) -> Iterator[_Fault]:
    calculation = panel.settings.get("calculation")
    named = [("calculation", calculation)] if calculation is not None else []
    named += [("legend_values", name) for name in panel.settings.get("legend_values", ())]
    for field, name in named:
        hint = calculation_hint(name)
        if hint:
            yield _Fault(f"`{name}` is no calculation of Grafana, which would then show nothing", hint, field)
    for step in panel.thresholds:
        hint = color_hint(step.color)
        if hint:
            message = f"`{step.color}` is no colour of Grafana's palette, and what it colours could not be told apart"
            yield _Fault(message, hint, "thresholds")


def _numbers(panel: Panel) -> Iterator[_Fault]:
    values = [step.value for step in panel.thresholds]
    # Minus infinity is allowed: where the colour of the lowest values begins.
    if any(isnan(value) or value == inf for value in values):
        yield _Fault("no value ever reaches a threshold of infinity, or of no number", "Write a number.", "thresholds")
    elif len(set(values)) < len(values):
        yield _Fault(
            "two thresholds begin at one value, and only one of their colours is ever seen",
            "Keep one of them.",
            "thresholds",
        )
    for name, value in panel.bounds.items():
        if not isfinite(value):
            yield _Fault(f"`{name}` is no number that an axis can end at", "Write a number, or leave it out.", name)
    if panel.bounds.get("min", -inf) >= panel.bounds.get("max", inf):
        yield _Fault("`min` is not below `max`, which leaves no axis between them", "Swap them, or drop one.", "min")


def _repetition(panel: Panel, variables: Collection[str]) -> Iterator[_Fault]:
    if panel.repeat and panel.repeat not in variables:
        yield _Fault(
            f"it is to be repeated for `{panel.repeat}`, which is no variable of the dashboard; it would stay one panel",
            nearest(panel.repeat, variables) or "Add it to the `variables` of the dashboard.",
            "repeat",
        )


def _extra(panel: Panel) -> Iterator[_Fault]:
    """Only what can't be merged into a panel at all; the rest is judged with the panel it becomes part of."""
    if not panel.extra:
        return
    for path, shape in _SHAPES.items():
        value: Any = panel.extra
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        items = value if shape is list and isinstance(value, list | tuple) else [value]
        if value is not None and not all(isinstance(item, Mapping) for item in items):
            wanted = "a list of mappings" if shape is list else "a mapping"
            yield _Fault(f"`{'.'.join(path)}` of a panel is {wanted} in Grafana", f"Write {wanted}.", "extra")


def _query(kind: str, query: Query) -> Iterator[_Fault]:
    if query.instant and kind in _OVER_TIME:
        yield _Fault(
            f"an instant query gives one point, and a {kind} panel shows values over time",
            "Take `instant` out, or show the value in a stat panel.",
            "instant",
        )
    if query.exemplars and kind not in _OVER_TIME:
        yield _Fault(
            f"a {kind} panel shows no exemplars, and would ask for them at every refresh",
            "Take `exemplars` out.",
            "exemplars",
        )
    if query.legend and kind == "table":
        yield _Fault(
            f"a table has a column for each label and no legend: `{query.legend}` would be shown nowhere",
            "Take it out, and choose the columns with `columns`.",
            "legend",
        )
