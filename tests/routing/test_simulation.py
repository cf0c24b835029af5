"""What becomes of an alert: receivers, muting and inhibition together."""

from datetime import UTC, datetime

import pytest
import yaml

from o11ygen.routing import Simulation

NIGHT, DAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CONFIG = """
route:
  receiver: all
  routes:
    - {matchers: [severity="critical"], receiver: page}
    - {matchers: [severity="info"], receiver: low, active_time_intervals: [work]}
    - {matchers: [severity="warning"], receiver: chat, mute_time_intervals: [lunch]}
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity=~"critical|warning"]
    equal: [service]
time_intervals:
  - {name: work, time_intervals: [{times: [{start_time: '09:00', end_time: '17:00'}]}]}
  - {name: lunch, time_intervals: [{times: [{start_time: '12:00', end_time: '13:00'}]}]}
"""
SIMULATION = Simulation.of(yaml.safe_load(CONFIG))
CRITICAL, WARNING = {"severity": "critical", "service": "a"}, {"severity": "warning", "service": "a"}


@pytest.mark.parametrize(
    ("labels", "at", "told", "muted_by"),
    [
        (CRITICAL, NIGHT, ("page",), ()),
        ({"severity": "info"}, NIGHT, (), ("work",)),
        ({"severity": "info"}, DAY, ("low",), ()),
        (WARNING, NIGHT, ("chat",), ()),
        (WARNING, DAY, (), ("lunch",)),
    ],
)
def test_time_intervals_hold_back_what_they_should(
    labels: dict[str, str], at: datetime, told: tuple[str, ...], muted_by: tuple[str, ...]
) -> None:
    outcome = SIMULATION.outcome(labels, at=at)
    assert outcome.told == told
    assert outcome.stops[0].muted_by == muted_by


@pytest.mark.parametrize(
    ("labels", "firing", "silent"),
    [
        (WARNING, [CRITICAL], True),
        (WARNING, [{**CRITICAL, "service": "b"}], False),
        ({"severity": "warning"}, [{"severity": "critical"}], True),
        ({"severity": "warning"}, [CRITICAL], False),
        # A critical alert is on both sides of the rule: it silences no alert that is too.
        (CRITICAL, [{**CRITICAL, "alertname": "other"}], False),
        (WARNING, [WARNING], False),
        ({"severity": "info", "service": "a"}, [CRITICAL], False),
    ],
)
def test_a_firing_alert_silences_those_with_equal_labels(
    labels: dict[str, str], firing: list[dict[str, str]], silent: bool
) -> None:
    outcome = SIMULATION.outcome(labels, at=NIGHT, firing=firing)
    assert bool(outcome.inhibited_by) is silent
    assert (outcome.told == ()) is silent or labels["severity"] == "info"
