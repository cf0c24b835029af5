"""One rule of a kind is asked, and what is found is what asking each of them finds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.check import checks, run
from o11ygen.finding import Finding
from o11ygen.promql import carried_labels, metric_names
from o11ygen.resolved import AlertRule, Label, Matcher, Metric, RecordingRule, Retention, SeriesIndex, Stack
from o11ygen.resolved.asking import Ask
from tests import stacks

AREAS = ("promql", "template", "alert", "route")
NAMES = tuple(f"m{number}_total" for number in range(6))
STATUS = Label("status", ("200", "500"), "", 2)
CODE = Label("code", (), "[1-5][0-9]{2}", 0)
ZONE = Label("zone", (), "", 0)
JOBS = (
    stacks.make_job("app"),
    stacks.make_job("other", interval_ms=15_000),
    stacks.make_job("third", target_labels=("rack",)),
)


@st.composite
def metrics(draw: st.DrawFn, name: str) -> Metric:
    type = draw(st.sampled_from(("counter", "gauge", "histogram")))
    return stacks.make_metric(
        name,
        type=type,
        labels=draw(st.sampled_from(((), (STATUS,), (ZONE, STATUS), (CODE, ZONE), (ZONE,)))),
        jobs=draw(st.sampled_from((("app",), ("app",), ("other",), ("third",), ("app", "other"), ()))),
        range=draw(st.sampled_from(((-math.inf, math.inf), (0.0, 1.0)))) if type == "gauge" else (-math.inf, math.inf),
        buckets=(0.1, 1.0) if type == "histogram" else (),
    )


LABELS = st.sampled_from(("job", "job", "status", "code", "zone", "le", "rack", "nope"))
OPERATORS = st.sampled_from(("=", "=", "=", "!=", "=~", "!~"))
VALUES = st.sampled_from(("app", "app", "other", "app|other", "500", "1", "5..", "a", "", ".*"))
SELECTED = (*NAMES, *NAMES, *(f"{one}_bucket" for one in NAMES[:3]), "up", "job:m:rate5m", "unknown")
SHAPES = (
    "{0}",
    "sum by (job, zone) (rate({0}[5m]))",
    "sum by (status) (rate({0}[1m])) / on (status) sum by (status) (rate({1}[1m]))",
    "max by (job) ({0}) and max by (job) (rate({1}[2m] offset 2d))",
    "histogram_quantile(0.9, sum by (le) (rate({0}[5m])))",
    "limitk(2, {0})",
    'label_replace({0}, "zone", "$1", "job", "(.*)")',
    "{0} or {1}",
)


@st.composite
def functions(draw: st.DrawFn) -> st.SearchStrategy[str]:
    """What one function of an author makes: expressions that differ in names, values and at most two thresholds."""
    shape = draw(st.sampled_from(SHAPES))
    pairs = [f'{draw(LABELS)}{draw(OPERATORS)}"%s"' for _ in range(draw(st.integers(0, 2)))]
    selector = st.builds(
        lambda name, *values: f"{name}{{{', '.join(pairs) % values}}}",
        st.sampled_from(SELECTED),
        *[VALUES for _ in pairs],
    )
    conditions = draw(st.lists(st.sampled_from(("", " > 0.5", " > 2", " == 0", " < bool 80")), min_size=1, max_size=2))
    return st.builds(
        lambda one, other, end: shape.format(one, other) + end, selector, selector, st.sampled_from(conditions)
    )


@st.composite
def expressions(draw: st.DrawFn) -> str:
    return draw(draw(functions()))


TEMPLATES = st.sampled_from(
    (
        "plain",
        "{{ $labels.job }} is down",
        "{{ $labels.job }} fails",
        "in {{ $labels.zone }}: {{ $value | humanize }}",
        "{{ $labels.status }}{{ $externalLabels.environment }}",
        "{{ $externalLabels.region }}",
        "{{ $for }}",
        "{{ if $labels.zone }}x{{ end }}",
        "{{ `raw` }} {{ $labels.nope }}",
        "{{ $labels.job ",
    )
)


@st.composite
def alerts(draw: st.DrawFn, number: int, made: st.SearchStrategy[str], summaries: list[str]) -> AlertRule:
    extra = draw(st.sampled_from(({}, {}, {}, {"zone": "a"}, {"zone": "{{ $labels.rack }}"}, {"x": "{{ $for }}"})))
    return stacks.make_alert(
        f"Alert{number}",
        expr=draw(made),
        severity=draw(st.sampled_from(("warning", "critical"))),
        labels=extra,
        annotations={"summary": draw(st.sampled_from(summaries)), "description": "{{ $labels.job }}"},
    )


@st.composite
def rules(draw: st.DrawFn) -> tuple[AlertRule | RecordingRule, ...]:
    made = draw(functions())
    summaries = draw(st.lists(TEMPLATES, min_size=1, max_size=2))
    count = draw(st.integers(4, 12))
    found: list[AlertRule | RecordingRule] = [draw(alerts(number, made, summaries)) for number in range(count)]
    found.append(stacks.make_recording("job:m:rate5m", expr=draw(expressions())))
    found.append(stacks.make_recording("m1_total", expr=draw(expressions())))
    return tuple(found)


def environments(given_rules: tuple[AlertRule | RecordingRule, ...], declared: tuple[Metric, ...]) -> list[Stack]:
    """Two that know the same series, as the resolver makes them, and one where a job and a metric are missing."""
    records = [rule for rule in given_rules if isinstance(rule, RecordingRule)]
    series = SeriesIndex.build(declared, records, JOBS, ())
    route = stacks.make_route(
        receiver="loud",
        routes=(
            stacks.make_route(Matcher("severity", "=", "critical"), Matcher("zone", "=~", "a|b"), receiver="loud"),
            stacks.make_route(Matcher("job", "=", "app"), catch_all=True),
        ),
    )
    common: dict[str, Any] = {
        "groups": (stacks.make_group(*given_rules),),
        "route": route,
        "receivers": (stacks.make_receiver("loud", stacks.make_integration(pages=True)), stacks.make_receiver()),
    }
    old = stacks.make_environment(
        "old",
        versions={"prometheus": "2.42"},
        external_labels={"region": "eu"},
        retention=Retention(86_400_000, 0, 0, 0),
    )
    return [
        stacks.make_stack(metrics=declared, jobs=JOBS, series=series, **common),
        stacks.make_stack(metrics=declared, jobs=JOBS, series=series, environment=old, **common),
        stacks.make_stack(metrics=declared[1:], jobs=JOBS[:1], **common),
    ]


def found_in(stack: Stack, areas: tuple[str, ...] = AREAS) -> list[Finding]:
    severities = {one.id: "off" for one in checks() if not one.id.startswith(areas)}
    return sorted(run(stack, severities=severities, used=set()), key=lambda finding: (finding.order, finding.hint))


def ask_each_of_everything(
    things: Iterable[Any], asks: Iterable[Ask[Any, Any]], *_: Any, prepare: Callable[[Any], Any], **__: Any
) -> Iterator[tuple[Ask[Any, Any], Any]]:
    every = tuple(asks)
    for thing in things:
        prepared = prepare(thing)
        for ask in every if prepared is not None else ():
            yield from ((ask, answer) for answer in ask.find(prepared))


def each(things: Iterable[Any], find: Callable[[Any], Iterable[Any]]) -> Iterator[Any]:
    for thing in things:
        yield from find(thing)


@settings(max_examples=60, deadline=None)
@given(given_rules=rules(), declared=st.tuples(*(metrics(name) for name in NAMES)))
def test_what_is_found_is_what_asking_each_finds(
    given_rules: tuple[AlertRule | RecordingRule, ...], declared: tuple[Metric, ...]
) -> None:
    shared = [found_in(stack) for stack in environments(given_rules, declared)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stack, "in_expressions", lambda self, _, find, **__: each(self.expressions, find))
        patch.setattr("o11ygen.resolved.stack.ask_each", ask_each_of_everything)
        alone = [found_in(stack) for stack in environments(given_rules, declared)]
    assert shared == alone


class Forgetful(dict[Any, Any]):
    """What was found right, for who is to look again."""

    def setdefault(self, key: Any, default: Any = None) -> Any:
        return set()


@pytest.mark.parametrize("shape", SHAPES)
def test_recording_rules_of_a_kind_are_judged_as_alone(shape: str) -> None:
    labels = ((STATUS, ZONE), (STATUS, ZONE), (ZONE,), (CODE, ZONE), (STATUS, ZONE), (STATUS, ZONE))
    declared = tuple(stacks.make_metric(name, labels=own) for name, own in zip(NAMES, labels, strict=True))
    made = tuple(
        stacks.make_recording(
            f"{level}:m{number}:{operation}",
            expr=shape.format(f"{name}{{{matcher}}}", f"{NAMES[0]}{{}}"),
            labels={} if level == "job" else {"zone": "a"},
        )
        for number, name in enumerate((*NAMES[:4], "job:m0:sum"))
        for matcher in ('job="app"', 'zone="a"', 'zone=~"a|b"', 'zone=~"a|a"', 'status="200"')
        for level in ("job", "job_zone", "status")
        for operation in ("rate1m", "rate5m", "sum")
    )
    shared = [found_in(stack, ("rule",)) for stack in environments(made, declared)]
    alone = []
    for stack in environments(made, declared):
        stack.series.right = Forgetful()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                Stack, "reading_recorded", frozenset(kind for kinds in stack.kinds_of_rules for kind in kinds)
            )
            alone.append(found_in(stack, ("rule",)))
    assert shared == alone


@settings(max_examples=60, deadline=None)
@given(
    texts=functions().flatmap(lambda made: st.lists(made, min_size=2, max_size=12)),
    declared=st.tuples(*(metrics(name) for name in NAMES)),
)
def test_expressions_of_a_kind_carry_the_same_labels(texts: list[str], declared: tuple[Metric, ...]) -> None:
    series = SeriesIndex.build(declared, (), JOBS, ())
    for text in texts:
        assert series.carried_by(text) == carried_labels(text, labels_of=series.carried)


@settings(max_examples=60, deadline=None)
@given(
    texts=functions().flatmap(lambda made: st.lists(made, min_size=2, max_size=12)),
    records=st.lists(st.tuples(st.sampled_from(SELECTED), expressions()), max_size=3),
    declared=st.tuples(*(metrics(name) for name in NAMES)),
)
def test_rules_of_a_kind_all_read_what_is_recorded_or_none_does(
    texts: list[str], records: list[tuple[str, str]], declared: tuple[Metric, ...]
) -> None:
    rules = [
        *[stacks.make_recording(name, expr=expr) for name, expr in records],
        *[stacks.make_alert(f"Alert{number}", expr=text) for number, text in enumerate(texts)],
    ]
    stack = stacks.make_stack(metrics=declared, jobs=JOBS, groups=(stacks.make_group(*rules),))
    names = {name for name, _ in records}
    for rule, kind in zip(rules, stack.kinds_of_rules[0], strict=True):
        assert (kind in stack.reading_recorded) == any(name in names for name in metric_names(rule.expr))


def index(*declared: Metric) -> SeriesIndex:
    return SeriesIndex.build(declared, (stacks.make_recording("job:a:sum", expr="sum by (job) (a)"),), JOBS, ())


A, B = (stacks.make_metric(name, labels=(STATUS, ZONE)) for name in ("a", "b"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('rate(a{job="app"}[5m])', 'rate(b{job="app"}[5m])'),
        ('a{zone="x"} > 1', 'b{zone="y"} > 1'),
    ],
)
def test_what_differs_in_names_and_open_values_is_of_a_kind(one: str, other: str) -> None:
    kinds = index(A, B).kinds
    assert kinds.of_expression(one) == kinds.of_expression(other)


@pytest.mark.parametrize(
    ("one", "other", "declared"),
    [
        # Declared otherwise: another label, type, job's interval, unit, or range; not exposed at all.
        ("a{}", "b{}", stacks.make_metric("b", labels=(STATUS,))),
        ("a{}", "b{}", stacks.make_metric("b", labels=(STATUS, ZONE), type="gauge")),
        ("a{}", "b{}", stacks.make_metric("b", labels=(STATUS, ZONE), jobs=("other",))),
        ("a{}", "b{}", stacks.make_metric("b", labels=(STATUS, ZONE), jobs=("third",))),
        ("a{}", "b{}", stacks.make_metric("b", labels=(STATUS, ZONE), unit="bytes")),
        ("a{}", "b{}", stacks.make_metric("b", labels=(STATUS, ZONE), range=(0.0, 1.0))),
        ("a{}", "b{}", stacks.make_metric("b", labels=(STATUS, ZONE), jobs=())),
        ("a{}", "c{}", B),
        ("a{}", "job:a:sum{}", B),
        # A value of those that are declared, a bucket, or a job that is not scraped, or not the metric's.
        ('a{status="200"}', 'a{status="300"}', B),
        ('a{le="1"}', 'a{le="2"}', B),
        ('a{job="app"}', 'a{job="apq"}', B),
        ('a{job="app"}', 'a{job="other"}', B),
        ('a{job=~"app"}', 'a{job=~"app|apq"}', B),
        ("a{} > 1", "a{} > 2", B),
        # Values that are equal, and choices of one or of equal names.
        ('a{zone="x"} and b{zone="x"}', 'a{zone="x"} and b{zone="y"}', B),
        ('a{zone=~"x"}', 'a{zone=~"x|y"}', B),
        ('a{zone=~"x|x"}', 'a{zone=~"x|y"}', B),
        ("a{} + a{}", "a{} + b{}", B),
    ],
)
def test_what_a_check_could_tell_apart_is_of_two_kinds(one: str, other: str, declared: Metric) -> None:
    kinds = index(A, declared).kinds
    assert kinds.of_expression(one) != kinds.of_expression(other)


@pytest.mark.parametrize(
    "parts",
    [
        {"labels": {"zone": "a"}},
        {"labels": {"zone": "{{ $labels.job }}"}},
        {"annotations": {"summary": "{{ $labels.zone }} is down"}},
        {"annotations": {"description": "{{ $labels.job }} is down"}},
        {"annotations": {"summary": "{{ $labels.job }}"}},
        {"expr": 'up{job="app"} == 0'},
        {"severity": "critical"},
        {"for_ms": 60_000},
        {"keep_firing_ms": 60_000},
    ],
)
def test_alerts_of_other_labels_or_actions_are_of_two_kinds(parts: dict[str, Any]) -> None:
    kinds = index(A).kinds
    plain = stacks.make_alert(annotations={"summary": "{{ $labels.job }} is down"})
    other = stacks.make_alert(**{"annotations": plain.annotations, **parts})
    assert kinds.of_alert(plain) != kinds.of_alert(other)


def test_alerts_that_differ_in_prose_and_names_are_of_a_kind() -> None:
    kinds = index(A, B).kinds
    one = stacks.make_alert("One", expr='a{job="app"} > 1', annotations={"summary": "{{ $labels.job }} is down"})
    other = stacks.make_alert("Two", expr='b{job="app"} > 1', annotations={"summary": "{{ $labels.job }} fails"})
    assert kinds.of_alert(one) == kinds.of_alert(other)


def test_one_of_each_kind_is_asked_and_all_where_something_is_wrong() -> None:
    group = stacks.make_group(
        *(stacks.make_alert(f"Up{n}", expr=f'm{n}_total{{job="app"}} > 1') for n in range(6)),
        *(stacks.make_alert(f"Gone{n}", expr=f'gone{n}{{job="app"}} > 1') for n in range(3)),
    )
    stack = stacks.make_stack(metrics=tuple(map(stacks.make_metric, NAMES)), jobs=JOBS, groups=(group,))
    asked: list[str] = []

    def unknown(expression: Any) -> list[str]:
        asked.append(expression.what)
        return [expression.what] if "gone" in expression.text else []

    wrong = ["alert Gone0", "alert Gone1", "alert Gone2"]
    assert list(stack.in_expressions("a question", unknown, alike=True)) == wrong
    assert asked == ["alert Up0", *wrong]
    asked.clear()
    assert list(stack.in_expressions("a question", unknown, alike=True)) == wrong
    assert asked == wrong


def test_every_name_with_every_value_is_judged_as_alone() -> None:
    labels = ((STATUS, ZONE), (STATUS, ZONE), (ZONE,), (CODE, ZONE), (STATUS, ZONE), (STATUS, ZONE))
    jobs = (("app",), ("app",), ("app",), ("app",), ("other",), ())
    declared = tuple(
        stacks.make_metric(name, labels=own, jobs=by) for name, own, by in zip(NAMES, labels, jobs, strict=True)
    )
    texts = [
        f'sum by (zone) (rate({name}{{job="{job}", {label}="{value}"}}[1m])) > {threshold}'
        for name in (*NAMES, "unknown")
        for job in ("app", "other", "gone")
        for label, value in (("zone", "a"), ("zone", "b"), ("status", "200"), ("status", "300"), ("code", "9"))
        for threshold in ("0.5", "2")
    ]
    summaries = ("{{ $labels.zone }}", "{{ $labels.job }}", "at {{ $labels.zone }}")
    made = tuple(
        stacks.make_alert(f"Alert{number}", expr=text, annotations={"summary": summaries[number % 3]})
        for number, text in enumerate(texts)
    )
    shared = [found_in(stack) for stack in environments(made, declared)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stack, "in_expressions", lambda self, _, find, **__: each(self.expressions, find))
        patch.setattr("o11ygen.resolved.stack.ask_each", ask_each_of_everything)
        alone = [found_in(stack) for stack in environments(made, declared)]
    assert shared == alone
