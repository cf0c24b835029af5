"""Rule files: the expressions and templates that their rules carry as text, and rules that are written twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from o11ygen.duration import parse_duration
from o11ygen.gotemplate import is_plain_rule_template
from o11ygen.promql.gate import QueryProblem, accepted_type, syntax_problems
from o11ygen.promql.lexer import Position
from o11ygen.promql.results import UNUSABLE
from o11ygen.validate.flaw import Flaw, Path, warning
from o11ygen.version import Version

# How far back a query looks for the last value of a series.
_STALE_MS = 5 * 60 * 1000


class Reading(NamedTuple):
    """How Prometheus reads rules: its release (None for the newest), and its `--enable-feature`."""

    version: Version | None = None
    features: tuple[str, ...] = ()


def judge_groups(groups: Any, at: Path, reading: Reading) -> Iterator[Flaw]:
    """The faults of expressions and templates in the `groups` of a rule file, which stand at the path `at`."""
    seen: dict[tuple[Any, ...], int] = {}
    for index, group in enumerate(groups if isinstance(groups, list) else ()):
        if not isinstance(group, Mapping):
            continue
        rules = group.get("rules")
        yield from _interval(group, rules, (*at, index))
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, Mapping):
                place = (*at, index, "rules", number)
                yield from _judge_rule(rule, place, reading)
                yield from _again(rule, group, place, seen)


def _interval(group: Mapping[str, Any], rules: Any, at: Path) -> Iterator[Flaw]:
    """A group that records more seldom than a series stays fresh."""
    interval = group.get("interval")
    recording = any(isinstance(rule, Mapping) and rule.get("record") for rule in rules or () if isinstance(rules, list))
    try:
        seldom = recording and isinstance(interval, str) and parse_duration(interval) > _STALE_MS
    except ValueError:
        return
    if seldom:
        message = f"what is recorded every {interval} is stale for part of the time (after 5m): queries find holes"
        yield warning("rules/interval", message, "Evaluate the group at least every 5m.", (*at, "interval"))


def _judge_rule(rule: Mapping[str, Any], at: Path, reading: Reading) -> Iterator[Flaw]:
    expr = rule.get("expr")
    if isinstance(expr, str) and expr:
        kind = _result(expr, reading)
        if not kind:
            yield from judge_expression(expr, (*at, "expr"), reading)
        elif kind in UNUSABLE:
            name, hint = UNUSABLE[kind]
            message = f"the expression is {name}: promtool accepts the rule, and every evaluation of it fails"
            yield warning("rules/result", message, hint, (*at, "expr"))
    if not rule.get("alert"):
        return
    for field in ("labels", "annotations"):
        texts = rule.get(field)
        for name, text in texts.items() if isinstance(texts, Mapping) else ():
            if isinstance(text, str) and "{{" in text:
                yield from judge_template(text, (*at, field, name), version=reading.version)


def judge_expression(text: str, at: Path, reading: Reading) -> Iterator[Flaw]:
    """Why Prometheus does not read the expression that stands at the path `at`."""
    for problem in _problems(text, reading):
        offset = _offset(text, problem.position)
        refused = problem.kind != "evaluation"
        yield Flaw(f"promql/{problem.kind}", problem.message, problem.hint, at, refused=refused, offset=offset)


@lru_cache(maxsize=1 << 16)
def _problems(text: str, reading: Reading) -> tuple[QueryProblem, ...]:
    return syntax_problems(text, version=_release(reading), features=reading.features)


def _result(text: str, reading: Reading) -> str:
    """What the expression gives, if nothing is wrong with it."""
    return accepted_type(text, version=_release(reading), features=reading.features)


def _release(reading: Reading) -> Version:
    from o11ygen.targets.images import newest

    return reading.version or newest("prometheus")


def _offset(text: str, position: Position) -> int:
    """The index of a line and column, both counted from 1; -1 when they are not known."""
    if not position.line:
        return -1
    start = 0
    for _ in range(position.line - 1):
        start = text.find("\n", start) + 1
    return start + position.column - 1


def judge_template(text: str, at: Path, *, version: Version | None) -> Iterator[Flaw]:
    """The faults of a label or annotation: those that stop the load, and those that only show when it fires."""
    if is_plain_rule_template(text):
        return
    from o11ygen.gotemplate import judge_rule_template

    for problem in judge_rule_template(text, version=version).problems:
        if problem.refused:
            yield Flaw(f"template/{problem.kind}", problem.message, problem.hint, at, offset=problem.offset)
        else:
            yield warning(f"template/{problem.kind}", problem.message, problem.hint, at, offset=problem.offset)


def _again(
    rule: Mapping[str, Any], group: Mapping[str, Any], at: Path, seen: dict[tuple[Any, ...], int]
) -> Iterator[Flaw]:
    """A rule with the name and labels of an earlier one, which promtool's lint tells too."""
    name = rule.get("alert") or rule.get("record")
    own, shared = rule.get("labels"), group.get("labels")
    if not isinstance(name, str):
        return
    labels = {**(shared if isinstance(shared, Mapping) else {}), **(own if isinstance(own, Mapping) else {})}
    key = ("alert" in rule, name, tuple(sorted((str(label), str(value)) for label, value in labels.items())))
    count = seen.get(key, 0)
    seen[key] = count + 1
    if count == 1:
        yield warning(
            "rules/duplicate",
            f"`{name}` is here a second time with the same labels",
            "Remove one, or tell them apart by a label: what they write mixes, and an alert is told twice.",
            (*at, "alert" if "alert" in rule else "record"),
        )
