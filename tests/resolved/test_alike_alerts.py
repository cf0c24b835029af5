"""What checks over all alerts take together, by kinds or names, is what looking at each alert finds."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.check import checks
from o11ygen.resolved import AlertRule, Flaw, RuleGroup, SeriesIndex, Stack
from o11ygen.resolved.alike import Kinds
from tests import stacks

JUDGES = [one.judge for one in checks() if one.id in ("alert/levels", "alert/for")]
LEVELS = importlib.import_module("o11ygen.checks.alert_levels")
METRICS = [
    *[stacks.make_metric(name, jobs=("app", "slow")) for name in ("a", "b", "redis_up", "mysql_up")],
    stacks.make_metric("absent_jobs", jobs=("app",)),
]
RECORDS = [stacks.make_recording(name, expr="sum by (job) (a)") for name in ("job:a:sum", "job:absent:sum")]
JOBS = (stacks.make_job("app"), stacks.make_job("slow", interval_ms=300_000))
NAMES = st.sampled_from(("a", "b", "redis_up", "mysql_up", "job:a:sum", "job:absent:sum", "absent_jobs", "absent"))
SHAPES = (
    "{name}{{}} > {one}",
    '{name}{{job="{job}"}} == 0',
    '(sum({name}{{job="{job}"}}) > {one}) * 2',
    "sum(rate({name}{{}}[5m]) > {one}) > {two}",
    'changes({name}{{job="{job}"}}[2m]) > 0',
    'absent({name}{{job="{job}"}})',
    "({name}{{}} > {one}) unless b",
    "{name}{{}} < {one} and {name}{{}} > 0",
    "up",
)


@st.composite
def levels(draw: st.DrawFn, service: str) -> tuple[AlertRule, ...]:
    """The levels of one alert, as one function makes them for several services."""
    shape = draw(st.sampled_from(SHAPES))
    severities = draw(st.sampled_from((("critical", "warning"), ("critical", "warning", "info"), ("critical",))))
    name = draw(NAMES)
    return tuple(
        stacks.make_alert(
            "Bad",
            service=service,
            severity=severity,
            leveled=len(severities) > 1,
            expr=shape.format(
                # Levels that a stranger wrote may ask for other things.
                name=draw(st.sampled_from((name, name, name, "b"))),
                job=draw(st.sampled_from(("app", "app", "slow"))),
                one=draw(st.sampled_from(("1", "2"))),
                two=draw(st.sampled_from(("1", "2"))),
            ),
            for_ms=draw(st.sampled_from((0, 90_000, 600_000))),
            keep_firing_ms=draw(st.sampled_from((0, 30_000))),
        )
        for severity in severities
    )


@st.composite
def groups(draw: st.DrawFn) -> tuple[RuleGroup, ...]:
    return tuple(
        stacks.make_group(*draw(levels(f"s{number}")), interval_ms=draw(st.sampled_from((0, 60_000))))
        for number in range(draw(st.integers(2, 8)))
    )


@contextmanager
def each_of_its_kind() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kinds, "of_alert", lambda self, alert: id(alert))
        yield


def stack_of(listed: tuple[RuleGroup, ...]) -> Stack:
    series = SeriesIndex.build(METRICS, RECORDS, JOBS, ())
    return stacks.make_stack(groups=listed, series=series, metrics=tuple(METRICS), jobs=JOBS)


def found_in(stack: Stack) -> list[list[Flaw]]:
    # Twice, as in two environments that know the same series.
    return [list(judge(stack)) for judge in JUDGES for _ in range(2)]


@settings(max_examples=150, deadline=None)
@given(groups())
def test_what_is_found_is_what_looking_at_each_finds(listed: tuple[RuleGroup, ...]) -> None:
    with each_of_its_kind():
        alone = found_in(stack_of(listed))
    assert found_in(stack_of(listed)) == alone


def pair(service: str, critical: str, warning: str) -> RuleGroup:
    parts: dict[str, Any] = {"service": service, "leveled": True}
    levels = {"critical": critical, "warning": warning}
    return stacks.make_group(
        *(stacks.make_alert("Bad", severity=severity, expr=expr, **parts) for severity, expr in levels.items())
    )


def single(service: str, expr: str, *, interval_ms: int = 0, for_ms: int = 300_000) -> RuleGroup:
    return stacks.make_group(stacks.make_alert(service=service, expr=expr, for_ms=for_ms), interval_ms=interval_ms)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # Another threshold, levels that ask for the same, and a name that turns what a larger number means.
        (pair("one", "a{} > 3", "a{} > 2"), pair("two", "b{} > 1", "b{} > 2")),
        (pair("one", "a{} > 1", "b{} > 2"), pair("two", "a{} > 1", "a{} > 2")),
        (
            pair("one", "job:absent:sum{} > 1 and up", "job:absent:sum{} > 2 and up"),
            pair("two", "job:a:sum{} > 1 and up", "job:a:sum{} > 2 and up"),
        ),
        # A job that is scraped less often, and a group that is evaluated less often.
        (single("one", 'absent(a{job="app"})'), single("two", 'absent(a{job="slow"})')),
        (single("one", "a{} > 1"), single("two", "b{} > 1", interval_ms=120_000)),
    ],
)
def test_what_is_right_in_one_is_found_in_the_other(right: RuleGroup, wrong: RuleGroup) -> None:
    assert not any(found_in(stack_of((right,))))
    found = found_in(stack_of((wrong,)))
    assert any(found)
    assert found_in(stack_of((right, wrong))) == found


def test_levels_of_one_kind_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    real = LEVELS._level

    def look(alert: AlertRule) -> Any:
        looked_at.append(alert.service)
        return real(alert)

    monkeypatch.setattr(LEVELS, "_level", look)
    [judge] = [one.judge for one in checks() if one.id == "alert/levels"]
    listed = tuple(pair(service, "a{} > 2", "a{} > 1") for service in ("one", "two", "three"))
    assert list(judge(stack_of(listed))) == []
    assert looked_at == ["one", "one"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "labels": st.sampled_from(({}, {"area": "shop"}, {"area": "", "tier": "1"})),
                "annotations": st.sampled_from(
                    ({}, {"summary": "x"}, {"summary": "x", "impact": " "}, {"impact": "z", "summary": "x"})
                ),
            },
        ),
        min_size=6,
        max_size=12,
    ),
    st.integers(0, 12),
)
def test_names_are_counted_as_one_by_one(parts: list[dict[str, Any]], most: int) -> None:
    usual = {"labels": {"area": "shop"}, "annotations": {"summary": "x", "impact": "y"}}
    alerts = [stacks.make_alert(**{**usual, **(part if number >= most else {})}) for number, part in enumerate(parts)]
    counts = Counter(
        [("annotation", name) for alert in alerts for name, text in alert.annotations.items() if text.strip()]
    )
    counts.update([("label", name) for alert in alerts for name in alert.labels])
    [judge] = [one.judge for one in checks() if one.id == "alert/consistency"]
    found = [flaw.message.partition(", which")[0] for flaw in judge(stack_of((stacks.make_group(*alerts),)))]
    assert found == [
        f"{alert.what}: has no {kind} `{name}`"
        for (kind, name), count in counts.items()
        if count < len(alerts) and count >= 0.8 * len(alerts) and name != "summary"
        for alert in alerts
        if name not in (names := alert.labels if kind == "label" else alert.annotations) and (names or kind == "label")
    ]
