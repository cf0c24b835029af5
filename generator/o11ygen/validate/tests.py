"""Files of `promtool test rules`: their expressions and series, and that what they test is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from o11ygen.finding import nearest
from o11ygen.promql import parse
from o11ygen.validate.context import Context, Reference
from o11ygen.validate.flaw import Flaw, Path, warning
from o11ygen.validate.glob import broken_pattern
from o11ygen.validate.notation import histogram_fault, values_fault
from o11ygen.validate.rules import Reading, judge_expression


def judge(value: Any, context: Context) -> Iterator[Flaw | Reference]:
    """What the fields alone do not show."""
    if not isinstance(value, Mapping):
        return
    reading = Reading(context.versions.get("prometheus"), context.features)
    files: list[File] = []
    for index, name in enumerate(_items(value.get("rule_files"))):
        if not context.reads_files or not isinstance(name, str):
            continue
        found = context.matches(name)
        files += found
        broken = broken_pattern("tests", name, ("rule_files", index))
        if broken is not None:
            yield broken
        elif not found:
            message = f"no file matches `{name}`: promtool warns, and tests that expect nothing pass"
            yield warning("tests/glob", message, "Write the path as seen from this file.", ("rule_files", index))
        for file in found:
            yield Reference(file, "rules", ("rule_files", index))
    if not _items(value.get("tests")):
        yield warning("tests/empty", "the file has no tests, and passes", "Add `tests`, or remove the file.", ())
    names = _names(files) if context.reads_files and files else None
    for index, group in enumerate(_items(value.get("tests"))):
        if isinstance(group, Mapping):
            yield from _group(group, ("tests", index), reading, names)
    if names is not None:
        yield from _order(value, names)


def _group(group: Mapping[str, Any], at: Path, reading: Reading, names: _Names | None) -> Iterator[Flaw]:
    for index, series in enumerate(_items(group.get("input_series"))):
        if isinstance(series, Mapping):
            yield from _series(series, (*at, "input_series", index), reading)
    for index, test in enumerate(_items(group.get("alert_rule_test"))):
        alert = test.get("alertname") if isinstance(test, Mapping) else None
        if isinstance(alert, str) and alert and names is not None and alert not in names.alerts:
            message = (
                f"no rule of these files is the alert `{alert}`: a test that expects none passes whatever the rules do"
            )
            yield warning(
                "tests/alert", message, nearest(alert, names.alerts), (*at, "alert_rule_test", index, "alertname")
            )
    for index, test in enumerate(_items(group.get("promql_expr_test"))):
        if isinstance(test, Mapping):
            yield from _expression(test, (*at, "promql_expr_test", index), reading)
    if not (_items(group.get("alert_rule_test")) or _items(group.get("promql_expr_test"))):
        yield warning("tests/empty", "this test expects nothing, and passes", "Add what the rules must do.", at)


def _series(series: Mapping[str, Any], at: Path, reading: Reading) -> Iterator[Flaw]:
    yield from _labels(series.get("series"), (*at, "series"), reading)
    values = series.get("values")
    fault = values_fault(values, version=reading.version) if isinstance(values, str) else None
    if fault:
        message, hint, offset = fault
        yield Flaw("tests/values", message, hint, (*at, "values"), offset=offset)


def _labels(text: Any, at: Path, reading: Reading) -> Iterator[Flaw]:
    """A series is written as a selector that says every label's value."""
    if not isinstance(text, str) or text.strip() in ("", "{}"):
        return
    problems = list(judge_expression(text, at, reading))
    yield from problems
    if problems:
        return
    query = parse(text)
    plain = (
        query.result_type == "vector" and len(query.selectors) == 1 and not query.functions and not query.aggregations
    )
    selector = query.selectors[0] if query.selectors else None
    if not plain or selector is None or selector.range_ms or selector.offset_ms or selector.at:
        yield Flaw("tests/series", f"`{text}` is no series", 'Write a name and labels: `up{job="app"}`.', at)
        return
    for matcher in selector.matchers:
        if matcher.op != "=":
            message = f"a series has one value for `{matcher.name}`, so `{matcher.op}` can't stand here"
            yield Flaw("tests/series", message, f'Write `{matcher.name}="value"`.', at)


def _expression(test: Mapping[str, Any], at: Path, reading: Reading) -> Iterator[Flaw]:
    expr = test.get("expr")
    if isinstance(expr, str) and expr:
        yield from judge_expression(expr, (*at, "expr"), reading)
    for index, sample in enumerate(_items(test.get("exp_samples"))):
        if not isinstance(sample, Mapping):
            continue
        place = (*at, "exp_samples", index)
        yield from _labels(sample.get("labels"), (*place, "labels"), reading)
        histogram = sample.get("histogram")
        fault = (
            histogram_fault(histogram, version=reading.version) if isinstance(histogram, str) and histogram else None
        )
        if fault:
            yield Flaw("tests/values", *fault, (*place, "histogram"))


def _order(value: Mapping[str, Any], names: _Names) -> Iterator[Flaw]:
    for index, name in enumerate(_items(value.get("group_eval_order"))):
        if isinstance(name, str) and name not in names.groups:
            message = f"no group of these files is called `{name}`"
            yield warning("tests/group", message, nearest(name, names.groups), ("group_eval_order", index))


class _Names:
    """What rule files define."""

    def __init__(self) -> None:
        self.alerts: set[str] = set()
        self.groups: set[str] = set()


def _names(files: list[File]) -> _Names:
    from o11ygen.validate.reading import plain_value

    names = _Names()
    for file in files:
        value = plain_value(file)
        for group in _items(value.get("groups") if isinstance(value, Mapping) else None):
            if isinstance(group, Mapping):
                names.groups.add(str(group.get("name")))
                rules = (rule for rule in _items(group.get("rules")) if isinstance(rule, Mapping))
                names.alerts.update(str(rule["alert"]) for rule in rules if rule.get("alert"))
    return names


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
