from __future__ import annotations

import pytest

from o11ygen.promql import Position, QueryProblem, syntax_problems
from o11ygen.promql.gate import accepted_type
from o11ygen.promql.tables import Function, functions, syntax
from o11ygen.version import Version

EXPERIMENTAL = "promql-experimental-functions"
ARGUMENTS = {"vector": "x", "matrix": "x[5m]", "scalar": "1", "string": '"a"'}


def before(version: Version) -> Version:
    """A release before `version`; the number after 2.55 is 3.0."""
    return Version(2, 55) if version[:2] == (3, 0) else Version(version.major, version.minor - 1)


def after(version: Version) -> Version:
    return Version(3, 0) if version[:2] == (2, 55) else Version(version.major, version.minor + 1)


def call(function: Function) -> str:
    if function.name == "info":
        return 'info(x, {a="b"})'
    return f"{function.name}({', '.join(ARGUMENTS[argument] for argument in function.arguments)})"


def kinds(text: str, version: Version, *features: str) -> list[str]:
    return [problem.kind for problem in syntax_problems(text, version=version, features=features)]


@pytest.mark.parametrize("function", functions().values(), ids=functions().keys())
def test_each_function_at_both_sides_of_its_releases(function: Function) -> None:
    """Below the first release, in it, before it is stable, and after the last one."""
    text, known = call(function), function.availability
    flags = (known.flag,) if known.flag else ()
    assert kinds(text, known.since, *flags) == []
    assert kinds(text, known.since) == ["feature"] * len(flags)
    if known.since > Version(2, 20):
        assert kinds(text, before(known.since), *flags) == ["version"]
    if known.default is not None:
        assert kinds(text, known.default) == []
        assert kinds(text, before(known.default)) == ["feature"]
    if known.last is not None:
        assert kinds(text, known.last) == []
        assert kinds(text, after(known.last)) == ["version"]


FORMS = {
    "at-modifier": "x @ end()",
    "negative-offset": "x offset -5m",
    "positive-offset": "x offset +5m",
    "zero-offset": "rate(x[5m] offset 0s)",
    "atan2": "x atan2 y",
    "quoted-name": 'x{"a"="b"}',
    "quoted-grouping": 'sum by ("job") (x)',
    "utf8-grouping": 'x / on ("a.b") y',
    "utf8-relabelling": 'label_join(x, "a.b", ",", "job")',
    "limitk": "limitk(5, x)",
    "limit_ratio": "limit_ratio(0.5, x)",
    "number-as-duration": "rate(x[300])",
    "number-underscore": "x > 1_000",
    "duration-as-number": "time() - x > 1h",
    "anchored": "rate(x[5m] anchored)",
    "smoothed": "rate(x[5m] smoothed)",
    "fill": "x + fill_left(0) y",
    "trim": "x </ 5",
}
DURATION_FORMS = {
    "duration-expression": "rate(x[5m * 2])",
    "duration-step": "rate(x[step()])",
    "duration-range": "rate(x[range()])",
    "duration-min-max": "rate(x[max_of(5m, 1m)])",
}


def test_each_form_of_the_table_has_a_case() -> None:
    assert FORMS.keys() | DURATION_FORMS.keys() == syntax().keys()


@pytest.mark.parametrize(("name", "text"), FORMS.items())
def test_each_form_at_both_sides_of_its_releases(name: str, text: str) -> None:
    known = syntax()[name]
    flags = (known.flag,) if known.flag else ()
    # Every release reads the text that names a label, and judges it at each evaluation.
    feature, version = ("evaluation", "evaluation") if name == "utf8-relabelling" else ("feature", "version")
    assert kinds(text, known.since, *flags) == []
    assert kinds(text, known.since) == [feature] * len(flags)
    assert kinds(text, before(known.since), *flags) == [version]
    if known.default is not None:
        assert kinds(text, known.default) == []
        assert kinds(text, before(known.default)) == [feature]


@pytest.mark.parametrize(("name", "text"), DURATION_FORMS.items())
def test_duration_expressions_are_judged_by_release(name: str, text: str) -> None:
    """Calls alone are read without the flag until 3.12 asks for it; since 3.14 nothing does."""
    known = syntax()[name]
    before_flag = name in ("duration-step", "duration-range")
    assert kinds(text, before(known.since), known.flag) == ["version"]
    assert kinds(text, known.since) == [] if before_flag else ["feature"]
    assert kinds(text, known.since, known.flag) == []
    assert kinds(text, Version(3, 13)) == ["feature"]
    assert kinds(text, Version(3, 14)) == []


@pytest.mark.parametrize(
    ("text", "version", "problem"),
    [
        (
            "sum(\n  first_over_time(x[5m])\n)",
            "3.5",
            QueryProblem(
                "version",
                "`first_over_time` needs Prometheus 3.7 with the feature flag promql-experimental-functions, "
                "or 3.14 without it; judged as 3.5",
                "Write the query without it, or declare Prometheus 3.14 or newer.",
                Position(2, 3),
            ),
        ),
        (
            "mad_over_time(x[5m]) > 1",
            "2.42",
            QueryProblem(
                "version",
                "`mad_over_time` needs Prometheus 2.49 and the feature flag promql-experimental-functions; "
                "judged as 2.42",
                "Write the query without it, or declare Prometheus 2.49 or newer.",
                Position(1, 1),
            ),
        ),
        (
            "y + mad_over_time(x[5m])",
            "3.5.3",
            QueryProblem(
                "feature",
                "`mad_over_time` is behind a feature flag in Prometheus 3.5.3: without promql-experimental-functions "
                "the server refuses the rule file",
                "Declare the feature promql-experimental-functions and start the server with it, or write the query "
                "without it.",
                Position(1, 5),
            ),
        ),
        (
            "holt_winters(x[5m], 0.1, 0.1)",
            "3.0",
            QueryProblem(
                "version",
                "`holt_winters` is gone after Prometheus 2.55; judged as 3.0",
                "Write `double_exponential_smoothing`, which needs the feature flag promql-experimental-functions.",
                Position(1, 1),
            ),
        ),
        (
            "time() - x > 1h",
            "2.53",
            QueryProblem(
                "version",
                "a duration as a number needs Prometheus 2.54; judged as 2.53",
                "Write the query without it, or declare Prometheus 2.54 or newer.",
                Position(1, 14),
            ),
        ),
        (
            "x @ end()",
            "2.20",
            QueryProblem(
                "version",
                "the `@` modifier needs Prometheus 2.25 with the feature flag promql-at-modifier, or 2.33 without it; "
                "judged as 2.20",
                "Write the query without it, or declare Prometheus 2.33 or newer.",
                Position(1, 3),
            ),
        ),
        (
            "sum(x",
            "3.5",
            QueryProblem("syntax", "the parenthesis `(` is never closed", "Add the missing `)`.", Position(1, 4)),
        ),
    ],
)
def test_messages_name_the_release_the_flag_and_the_remedy(text: str, version: str, problem: QueryProblem) -> None:
    assert syntax_problems(text, version=Version.parse(version)) == (problem,)


def test_every_problem_is_told_once() -> None:
    problems = syntax_problems("x @ end() + y @ end() + info(z) + info(x) + pi()", version=Version(2, 30))
    assert [problem.message.split(" needs")[0] for problem in problems] == [
        "the `@` modifier is behind a feature flag in Prometheus 2.30: without promql-at-modifier the server refuses "
        "the rule file",
        "`info`",
        "`pi`",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'label_replace(x, "a", "5m", "b", "1_0") > 5',
        'x{a="offset 5", b="[300]", c="1h"} offset 1h',
        'rate(x{instance="host:9090"}[5m])',
        "rate(a:b:rate5m[5m:1m])",
        "x @ 100.5",
        'count_values("version", x)',
        "sum by (offset, smoothed_total) (x1h)",
    ],
)
def test_plain_spellings_are_no_forms(text: str) -> None:
    assert kinds(text, Version(2, 33)) == []


@pytest.mark.parametrize("text", ["sum by (smoothed) (x)", 'anchored{job="a"}', 'info(x, {version=~".*"})'])
def test_names_that_are_keywords_elsewhere_and_info_are_read(text: str) -> None:
    assert kinds(text, Version(3, 5), EXPERIMENTAL) == []


def test_a_call_of_info_needs_its_release() -> None:
    assert kinds('info(x, {version=~".*"})', Version(2, 42)) == ["version"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(" * 3000 + "up == 0", ["syntax"]),
        ("(" * 3000 + "up == 0" + ")" * 3000, []),
        ("-".join(["x"] * 5000), []),
        ("-" * 5000 + "x", []),
        ("2 ^ " * 5000 + "2", []),
    ],
)
def test_no_depth_is_too_deep(text: str, expected: list[str]) -> None:
    assert kinds(text, Version(3, 5)) == expected


def test_a_duration_as_a_number_within_the_limit() -> None:
    assert kinds("x > 292y + 1ms", Version(3, 5)) == []


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("up == 0", "vector"),
        ("(up[5m])", "matrix"),
        ("up[5m:1m]", "matrix"),
        ("1 + time()", "scalar"),
        ('"text"', "string"),
        ("sum(up", ""),
        ("limitk(1, up)", ""),
        ('sum_over_time(up{job="a", job="b"})', ""),
    ],
)
def test_what_an_accepted_expression_gives(text: str, given: str) -> None:
    version = Version.parse("3.5")
    assert accepted_type(text, version=version) == given
    assert (syntax_problems(text, version=version) == ()) == bool(given)


def test_a_feature_makes_it_accepted() -> None:
    assert accepted_type("limitk(1, up)", version=Version.parse("3.5"), features=[EXPERIMENTAL]) == "vector"
