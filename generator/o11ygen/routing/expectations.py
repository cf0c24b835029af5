"""Expectations of routing, kept in a file and checked in CI.

alertmanager: ../output/production/alertmanager/alertmanager.yml
tests:
  - name: a critical alert pages
    labels: {alertname: HighErrorRate, severity: critical, team: ml}
    receivers: [ml-page]
  - name: and silences the warning of the same service
    labels: {alertname: HighErrorRate, severity: warning, team: ml, service: churn}
    firing:
      - {alertname: HighErrorRate, severity: critical, team: ml, service: churn}
    told: []
  - name: nobody is told of information at night
    at: 2026-03-02T03:00:00Z
    labels: {severity: info}
    told: []
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Any

from pydantic import Field

from o11ygen.record import record
from o11ygen.routing.simulation import Outcome, Simulation
from o11ygen.targets.model import Target
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Bool, Text


class Expectation(Target):
    """What must become of one alert."""

    name: Text | None = Field(default=None, description="What is expected, in words.")
    labels: dict[str, Text] = Field(description="Labels of the alert.")
    firing: list[dict[str, Text]] | None = Field(default=None, description="Alerts that fire at the same time.")
    at: Text | None = Field(default=None, description="The moment, such as 2026-03-02T03:00:00Z; now unless given.")
    receivers: list[Text] | None = Field(default=None, description="The receivers, in the order of the tree.")
    told: list[Text] | None = Field(default=None, description="Those that are told: neither muted nor inhibited.")
    inhibited: Bool | None = Field(default=None, description="Whether another alert keeps it silent.")
    muted: Bool | None = Field(default=None, description="Whether time intervals hold back every notification.")
    group_by: list[Text] | None = Field(default=None, description="Labels that make the groups of the first receiver.")

    @relation
    def _expects(self, versions: Versions) -> Iterator[Fault]:
        fields = ("receivers", "told", "inhibited", "muted", "group_by")
        if all(getattr(self, name) is None for name in fields):
            yield Fault("the test expects nothing, so it can't fail", "Add `receivers` or `told`")
        if self.at is not None:
            try:
                moment(self.at)
            except ValueError as error:
                yield Fault(str(error), "Write one such as 2026-03-02T03:00:00Z", ("at",))


class Expectations(Target):
    """A file of expectations."""

    alertmanager: Text | None = Field(default=None, description="The alertmanager.yml, as seen from this file.")
    tests: list[Expectation] = Field(min_length=1, description="The expectations.")


@record
class Failure:
    """An expectation that does not hold: its number, its name, and each difference in words."""

    number: int
    name: str
    differences: tuple[str, ...]


def moment(text: str) -> datetime:
    """A time with a zone; one without is in UTC. Raises ValueError."""
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise ValueError(f"`{text}` is no time") from None
    # In another zone it may be of a year that the calendar has not.
    if found.year in (MINYEAR, MAXYEAR):
        raise ValueError(f"`{text}` is at the end of all time")
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def failures(simulation: Simulation, expectations: Expectations, *, now: datetime) -> Iterator[Failure]:
    """The expectations that a configuration does not meet."""
    for index, test in enumerate(expectations.tests):
        at = moment(test.at) if test.at is not None else now
        outcome = simulation.outcome(test.labels, at=at, firing=test.firing or ())
        differences = tuple(_differences(test, outcome))
        if differences:
            yield Failure(index, test.name or f"test {index + 1}", differences)


def _differences(test: Expectation, outcome: Outcome) -> Iterator[str]:
    muted = bool(outcome.stops) and all(stop.muted_by for stop in outcome.stops)
    group_by: Sequence[str] = outcome.stops[0].node.group_by if outcome.stops else ()
    facts: Mapping[str, Any] = {
        "receivers": list(outcome.receivers),
        "told": list(outcome.told),
        "inhibited": bool(outcome.inhibited_by),
        "muted": muted,
        "group_by": list(group_by),
    }
    for name, found in facts.items():
        expected = getattr(test, name)
        if expected is not None and expected != found:
            yield f"`{name}` is {_shown(found)}, expected is {_shown(expected)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) or "nobody"
