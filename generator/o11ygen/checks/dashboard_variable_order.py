from __future__ import annotations

from collections.abc import Iterator, Mapping

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Dashboard, Stack
from o11ygen.targets.grafana_variables import references


@check("dashboard/variable-order", Severity.ERROR)
def dashboard_variable_order(stack: Stack) -> Iterator[Flaw]:
    """Variables that are filled from one another in a circle, or from one that stands further to the right.

    In a circle each waits for another, and none is ever filled: the dashboard loads for ever. One that stands to the left
    of what it depends on is a warning: people choose from left to right, and what they chose first is taken back by
    what they choose next. So is one in its own query.

    Bad::

        Dashboard(
            "overview",
            ...,
            variables=(
                Variable("instance", query='label_values(up{job=~"$job"}, instance)'),
                Variable("job", query="label_values(up, job)"),
            ),
        )

    Good::

        Dashboard(
            "overview",
            ...,
            variables=(
                Variable("job", query="label_values(up, job)"),
                Variable("instance", query='label_values(up{job=~"$job"}, instance)'),
            ),
        )
    """
    for dashboard in stack.dashboards:
        yield from _flaws(dashboard)


def _flaws(dashboard: Dashboard) -> Iterator[Flaw]:
    asked = {variable.name: tuple(dict.fromkeys(references(variable.query))) for variable in dashboard.variables}
    told: set[str] = set()
    seen: set[str] = set()
    for variable in dashboard.variables:
        seen.add(variable.name)
        circle = _circle(variable.name, asked)
        if len(circle) == 1:
            yield Flaw(
                variable.source,
                f"{variable.source.what}: it stands in its own query, so a choice takes the others off the list",
                "Take it out of the query.",
                field="query",
                severity=Severity.WARNING,
            )
        elif circle and not told.intersection(circle):
            told.update(circle)
            chain = " → ".join(f"`{name}`" for name in (*circle, variable.name))
            yield Flaw(
                variable.source,
                f"{variable.source.what}: it waits for itself ({chain}), so none of them is ever filled",
                "Take a variable out of the query of one of them.",
                field="query",
            )
        later = [name for name in asked[variable.name] if name in asked and name not in seen]
        if later and not circle:
            names = ", ".join(f"`{name}`" for name in later)
            yield Flaw(
                variable.source,
                f"{variable.source.what}: it depends on {names}, which people choose after it; that choice takes back theirs",
                f"Put {names} before it.",
                field="query",
                severity=Severity.WARNING,
            )


def _circle(start: str, asked: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The way from a variable back to itself, by what their queries refer to; empty where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    passed: set[str] = set()
    while ways:
        way = ways.pop()
        for name in asked.get(way[-1], ()):
            if name == start:
                return way
            if name not in passed:
                passed.add(name)
                ways.append((*way, name))
    return ()
