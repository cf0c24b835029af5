"""Dashboard variables: the choice "All", the options of an interval, and what each type may carry."""

from __future__ import annotations

from typing import Any

from o11ygen.dashboardjson.datasource import DatasourceTypes, datasource_ref
from o11ygen.dashboardjson.plain import Json, in_order

_ORDER = ("name", "type", "label", "description", "datasource", "query", "current", "includeAll", "multi", "allValue")
_GONE = frozenset({"useTags", "tagsQuery", "tagValuesQuery"})
_INTERVAL_ONLY = frozenset({"auto", "auto_min", "auto_count"})
# What a datasource, constant or text variable can't have: grafanalib writes the keys of a query for every type.
_CHOICE_ONLY = frozenset({"includeAll", "multi", "sort", "allValue"})
_WITHOUT_CHOICE = frozenset({"constant", "textbox", "interval", "adhoc"})
_NOTHING_CHOSEN: tuple[Any, ...] = (None, "", "All", "$__all", ["All"], ["$__all"], [])


def finish_variables(variables: list[Json], types: DatasourceTypes) -> list[Json]:
    """The variables as Grafana keeps them, in the order they were given."""
    return [_finish(variable, types) for variable in variables]


def _finish(source: Json, types: DatasourceTypes) -> Json:
    kind = source.get("type", "query")
    dropped = _GONE
    if kind != "interval":
        dropped = dropped | _INTERVAL_ONLY
    if kind in _WITHOUT_CHOICE:
        dropped = dropped | _CHOICE_ONLY
    variable = {key: value for key, value in source.items() if key not in dropped}
    for key in ("label", "description", "regex", "allValue"):
        if variable.get(key) == "":
            del variable[key]
    reference = datasource_ref(variable.pop("datasource", None), types)
    if reference is not None and kind in ("query", "adhoc", "groupby"):
        variable["datasource"] = reference
    if kind == "interval":
        _spell_out_interval(variable)
    current = {key: value for key, value in variable.get("current", {}).items() if key != "tags"}
    variable["current"] = _current(current, many=bool(variable.get("multi")), all_=bool(variable.get("includeAll")))
    if not variable["current"]:
        del variable["current"]
    if kind == "query" and variable.get("includeAll"):
        # Without it Grafana joins every value into one alternation; with `.*` series without the label come along.
        variable.setdefault("allValue", ".+")
    variable["options"] = [_option(option) for option in variable.get("options", [])]
    return in_order(variable, _ORDER)


def _current(current: Json, *, many: bool, all_: bool) -> Json:
    """What is chosen when the dashboard opens; empty when Grafana is to take the first value."""
    value = current.get("value")
    if all_ and value in _NOTHING_CHOSEN:
        return _chosen("All", "$__all", many=many)
    if value in _NOTHING_CHOSEN[:2] or value == []:
        return {}
    return _chosen(current.get("text", value), value, many=many)


def _chosen(text: Any, value: Any, *, many: bool) -> Json:
    if many:
        text, value = _listed(text), _listed(value)
    return {"selected": True, "text": text, "value": value}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _option(option: Json) -> Json:
    if option.get("value") == "All":
        option = {**option, "value": "$__all"}
    return {key: option[key] for key in sorted(option) if key != "tags"}


def _spell_out_interval(variable: Json) -> None:
    """An interval's options and choice, which grafanalib leaves out: the panel is empty until someone picks one."""
    values = [value.strip() for value in str(variable.get("query", "")).split(",") if value.strip()]
    chosen = variable.get("current", {}).get("value")
    if chosen not in values and not str(chosen).startswith("$__auto"):
        chosen = values[0] if values else None
    if chosen is not None:
        variable["current"] = {"text": chosen, "value": chosen}
    variable["options"] = [{"selected": value == chosen, "text": value, "value": value} for value in values]
