"""Fields that Grafana's published types do not have, or not so: read on, left out or filled in as Grafana loads a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.finding import Severity
from o11ygen.targets.dashboard import judge_dashboard
from o11ygen.targets.dashboard_schema import panel_types
from o11ygen.targets.path import Path
from o11ygen.targets.problem import Problem
from o11ygen.validate.dashboard_view import Json, View
from o11ygen.validate.flaw import Flaw, warning

# From this version on the fields are those of the published types; what is older is migrated first.
_TYPED_SINCE = 36
_MOST_NAMED = 8


def judge_fields(view: View) -> Iterator[Flaw]:
    """One finding for all that Grafana ignores, and one for each value that it does not take."""
    if view.version < _TYPED_SINCE:
        return
    ignored: list[Problem] = []
    for problem in judge_dashboard(_without_nulls(_typed(view.body))):
        if problem.kind == "unknown":
            if problem.hint.startswith("Did you mean"):
                yield warning("grafana/field", problem.message, problem.hint, (*view.path, *problem.path), on_key=True)
            else:
                ignored.append(problem)
        elif problem.message.startswith("must be") and problem.path[-1] != "datasource":
            name = problem.path[-1]
            message = f"`{name}` {problem.message}; Grafana leaves it, or takes its default"
            yield warning("grafana/value", message, problem.hint, (*view.path, *problem.path))
    if ignored:
        names = Counter(str(problem.path[-1]) for problem in ignored)
        listed = ", ".join(f"`{name}`" for name, _ in names.most_common(_MOST_NAMED))
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        message = f"Grafana ignores fields that it no longer has, or never had: {listed}{more}"
        path: Path = (*view.path, *ignored[0].path)
        yield Flaw("grafana/field", message, "Remove them.", path, Severity.INFO, refused=False, on_key=True)


def _typed(dashboard: Json) -> dict[str, Any]:
    """The dashboard with the panels whose types are published; others keep their number in the list."""
    shape = {name: part for name, part in dashboard.items() if not name.startswith("__")}
    panels = shape.get("panels")
    if isinstance(panels, list):
        shape["panels"] = [_known(panel) for panel in panels]
    return shape


def _known(panel: Any) -> Any:
    if not isinstance(panel, Mapping) or panel.get("type") not in panel_types():
        return None
    inner = panel.get("panels")
    if panel.get("type") == "row" and isinstance(inner, list):
        return {**panel, "panels": [_known(one) for one in inner]}
    return {name: part for name, part in panel.items() if name != "panels"}


def _without_nulls(value: Any) -> Any:
    """The document without fields that are null, which Grafana takes for left out; items of lists stay."""
    if isinstance(value, Mapping):
        return {name: _without_nulls(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value
