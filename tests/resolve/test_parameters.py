"""`$name` in PromQL and in prose: what is replaced, what is left to Prometheus, and what is a mistake."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.resolve.parameters import Replaced, in_promql, in_prose, mentioned


def text_of(replaced: Replaced) -> str:
    text, problems = replaced
    assert problems == ()
    return text


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        ("up > 1", {"threshold": 2}, "up > 1"),
        ("up > $threshold", {"threshold": 2}, "up > 2"),
        ("up > ${threshold}", {"threshold": 0.05}, "up > 0.05"),
        ("up > $threshold", {"threshold": 1e-07}, "up > 1e-07"),
        ("up > $threshold", {"threshold": -3}, "up > -3"),
        ("rate(up[$window])", {"window": "5m"}, "rate(up[5m])"),
        ('up{$selector, a="b"}', {"selector": 'job="app"'}, 'up{job="app", a="b"}'),
        # A name is read to its end.
        ("$win + $window", {"win": 1, "window": 2}, "1 + 2"),
        ("$a_b", {"a": 1, "a_b": 2}, "2"),
        # Inside a string a parameter is replaced too, but what is none stays: `$` ends a regular expression there.
        ('up{a=~"$job|b$"}', {"job": "x"}, 'up{a=~"x|b$"}'),
        ("up{a=~'^$other$'}", {"job": "x"}, "up{a=~'^$other$'}"),
        ("up{a=~`$other`}", {}, "up{a=~`$other`}"),
        (r'up{a="\"$other"}', {}, r'up{a="\"$other"}'),
        ("up # costs $money", {}, "up # costs $money"),
        ('label_replace(up, "a", "$1", "b", "(.*)")', {}, 'label_replace(up, "a", "$1", "b", "(.*)")'),
        ("$$threshold", {"threshold": 2}, "$threshold"),
        ("$$$threshold", {"threshold": 2}, "$2"),
    ],
)
def test_promql(text: str, parameters: dict[str, Any], expected: str) -> None:
    assert text_of(in_promql(text, parameters)) == expected


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        ("over ${threshold:percent}", {"threshold": 0.05}, "over 5%"),
        ("over ${threshold:percent}", {"threshold": 0.29}, "over 29%"),
        ("over ${threshold:percent}", {"threshold": 0.001}, "over 0.1%"),
        ("over ${threshold:percent}", {"threshold": 10}, "over 1000%"),
        ("for ${for:duration}", {"for": "1h30m"}, "for 1 hour 30 minutes"),
        ("for ${for:duration}", {"for": "1d"}, "for 1 day"),
        ("for ${for:duration}", {"for": "0s"}, "for 0 seconds"),
        ("for ${age:duration}", {"age": 90}, "for 1 minute 30 seconds"),
        ("for ${age:duration}", {"age": 0.25}, "for 250 milliseconds"),
        ("for ${age:duration}", {"age": 0.001}, "for 1 millisecond"),
        ("for ${age:duration}", {"age": 0.0005}, "for 0.5 milliseconds"),
        ("for ${age:duration}", {"age": 1.5}, "for 1.5 seconds"),
        ("for ${age:duration}", {"age": "1500ms"}, "for 1.5 seconds"),
        ("for ${age:duration}", {"age": 3600.25}, "for 1 hour 0.25 seconds"),
        ("${count:number}", {"count": 1234567}, "1,234,567"),
        ("${count:number}", {"count": 1000.5}, "1,000.5"),
        ("${count:number}", {"count": 2.0}, "2"),
        ("$threshold and $name", {"threshold": 1, "name": "x"}, "1 and x"),
        ("costs $$5, 5$ or $", {}, "costs $5, 5$ or $"),
        # Inside of braces a declared parameter is a literal of Go's templates; what Prometheus has stays.
        ("{{ if gt $value $threshold }}x{{ end }}", {"threshold": 0.5}, "{{ if gt $value 0.5 }}x{{ end }}"),
        ("{{ $name }}", {"name": 'a"\\\nb'}, '{{ "a\\"\\\\\\nb" }}'),
        ("{{ $labels.job }} {{ $externalLabels.x }} {{ $externalURL }}", {}, None),
        ("{{ $x := 1 }}{{ $x }}", {}, None),
        ("{{ $for }}", {"for": "5m"}, None),
        ("{{ $labels.a is down", {}, None),
    ],
)
def test_prose(text: str, parameters: dict[str, Any], expected: str | None) -> None:
    assert text_of(in_prose(text, parameters)) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("how", "text", "parameters", "message", "hint"),
    [
        (in_promql, "up > $treshold", {"threshold": 1}, "`$treshold` is no parameter of this rule",
         'Did you mean "threshold"? A literal dollar sign is `$$`.'),
        (in_promql, "up > $x", {}, "`$x` is no parameter of this rule",
         "None is declared here. A literal dollar sign is `$$`."),
        (in_promql, "up > $windows", {"win": 1}, "`$windows` is no parameter of this rule",
         "Declared here: win. A literal dollar sign is `$$`."),
        (in_promql, "up > $value", {}, "`$value` is known to annotations and labels alone, and not to an expression",
         "Compare with a number, or with a parameter such as `$threshold`."),
        (in_prose, "${threshold:percnt}", {"threshold": 1}, "`${threshold:percnt}` asks for an unknown format",
         'Did you mean "percent"?'),
        (in_prose, "${threshold:percent}", {"threshold": "5m"}, "`${threshold:percent}` formats a value that is no percent",
         "It is '5m' here."),
        (in_prose, "${name:duration}", {"name": "soon"}, "`${name:duration}` formats a value that is no duration",
         "It is 'soon' here."),
        (in_prose, "$labels.job is down", {}, "`$labels.job` stands outside of `{{ }}`, where Prometheus does not replace it",
         "Write `{{ $labels.job }}`."),
    ],
)  # fmt: skip
def test_mistakes(how: Any, text: str, parameters: dict[str, Any], message: str, hint: str) -> None:
    replaced, problems = how(text, parameters)
    assert [(one.message, one.hint) for one in problems] == [(message, hint)]
    # In PromQL something stands in its place that parses, so that one mistake is one finding.
    assert replaced == ("up > 1" if how is in_promql else text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("up", set()),
        ("$a + ${b:percent} $$c {{ $d }} '$e$' 5$", {"a", "b", "d", "e"}),
    ],
)
def test_names_that_are_mentioned(text: str, names: set[str]) -> None:
    assert mentioned(text) == names


def test_variables_of_a_dashboard_stay() -> None:
    text = 'rate(up{a=~"$job", b="$b"}[$__rate_interval]) > $threshold + $job'
    replaced = in_promql(text, {"threshold": 1}, variables=("job",))
    assert replaced == (text.replace("$threshold", "1"), ())


@given(st.text(st.characters(exclude_characters="$", exclude_categories=["Cs"])))
def test_a_text_without_a_dollar_stays_as_it_is(text: str) -> None:
    assert in_promql(text, {"a": 1}) == (text, ())
    assert in_prose(text, {"a": 1}) == (text, ())


@given(st.text(st.sampled_from("ab$ {}\"'`#\n")))
def test_no_text_breaks_it_and_two_dollars_are_one(text: str) -> None:
    assert in_prose(text.replace("$", "$$").replace("{{", ""), {})[1] == ()
    in_promql(text, {"a": 1})
    in_prose(text, {"a": 1})
