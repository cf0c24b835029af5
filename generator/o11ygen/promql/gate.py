"""Whether an expression is one that the declared Prometheus reads: its grammar, its release, its feature flags."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from o11ygen.promql.fault import Fault
from o11ygen.promql.language import Dialect, dialect, every_form, read
from o11ygen.promql.language.nodes import ValueType
from o11ygen.promql.lexer import Position, position_at
from o11ygen.promql.likeness import likeness
from o11ygen.promql.tables import OLDEST, Availability, Form, functions, syntax
from o11ygen.version import Version

ProblemKind: TypeAlias = Literal["syntax", "version", "feature", "evaluation"]

_SUCCESSORS = {"holt_winters": "double_exponential_smoothing"}
_DURATION_CALLS = ("duration-step", "duration-range", "duration-min-max")
# Read by every release as text: whether it names a label is asked at each evaluation.
_EVALUATED = ("utf8-relabelling",)


class QueryProblem(NamedTuple):
    """One fault of an expression: what, what to do, and where in it.

    `syntax`: no Prometheus reads it. `version`: the declared release lacks something. `feature`: the release has it
    behind a feature flag that is not declared. `evaluation`: it loads the rule, and fails each time it evaluates it.
    """

    kind: ProblemKind
    message: str
    hint: str
    position: Position


def syntax_problems(text: str, *, version: Version, features: Collection[str] = ()) -> tuple[QueryProblem, ...]:
    """Why a Prometheus of `version`, started with `features` (`--enable-feature`), does not read the expression.

    Empty when it does. What it reads and then fails on at each evaluation is a problem as well. The release is judged
    by major and minor, from 2.20 on; older ones are judged as 2.20.
    """
    if accepted_type(text, version=version, features=features):
        return ()
    reads = dialect(_release(version), frozenset(features))
    reading = read(text, reads)
    from o11ygen.promql.language.explain import faults

    widest = read(text, every_form())
    found = [
        (form.start, problem)
        for form in widest.forms
        if (problem := _gate(text, form, version=version, features=features, reads=reads)) is not None
    ]
    wrong = faults(text, widest)
    if not found and not wrong:
        wrong = faults(text, reading)
    failing = {*widest.failing, *reading.failing}
    found += [(fault.start, _problem(text, fault, failing=fault in failing)) for fault in wrong]
    found.sort(key=lambda entry: entry[0])
    return tuple({(problem.kind, problem.message): problem for _, problem in reversed(found)}.values())[::-1]


def accepted_type(text: str, *, version: Version, features: Collection[str] = ()) -> ValueType:
    """What an expression gives that has no problems: `vector`, `scalar`, `matrix` or `string`; else empty.

    The release and the features are those of `syntax_problems`.
    """
    return _accepted(text, _release(version), frozenset(features))


# Rules of a large file ask the same of many services, and not one after the other. It holds the texts anyway.
@lru_cache(maxsize=1 << 16)
def _accepted(text: str, release: tuple[int, int], flags: frozenset[str]) -> ValueType:
    alike = likeness(text)
    return (_type(alike.text, release, flags) if alike is not None else "") or _type(text, release, flags)


@lru_cache(maxsize=4096)
def _type(text: str, release: tuple[int, int], flags: frozenset[str]) -> ValueType:
    """The same, remembered for expressions that differ in names only."""
    reading = read(text, dialect(release, flags))
    return reading.tree.type if reading.accepted and not reading.failing else ""


def _release(version: Version) -> tuple[int, int]:
    return max((version.major, version.minor), OLDEST[:2])


def _problem(text: str, fault: Fault, *, failing: bool) -> QueryProblem:
    return QueryProblem(
        "evaluation" if failing else "syntax", fault.message, fault.hint, position_at(text, fault.start)
    )


def _gate(text: str, form: Form, *, version: Version, features: Collection[str], reads: Dialect) -> QueryProblem | None:
    availability = functions()[form.name].availability if form.kind == "function" else syntax()[form.name]
    release = version[:2]
    place = position_at(text, form.start)
    if availability.last is not None and release > availability.last[:2]:
        return QueryProblem("version", _gone(availability, version), _successor(form), place)
    by_default = availability.default is not None and release >= availability.default[:2]
    if release < availability.since[:2]:
        kind: ProblemKind = "evaluation" if form.name in _EVALUATED else "version"
        return QueryProblem(kind, _missing(availability, version), _newer(availability), place)
    if not availability.flag or by_default or availability.flag in features:
        return None
    if reads.bare_step and form.name in _DURATION_CALLS:
        return None
    evaluated = form.name in _EVALUATED
    without = "the rule fails at each evaluation" if evaluated else "the server refuses the rule file"
    message = (
        f"{availability.title} is behind a feature flag in Prometheus {version}: without {availability.flag} {without}"
    )
    hint = f"Declare the feature {availability.flag} and start the server with it, or write the query without it."
    return QueryProblem("evaluation" if evaluated else "feature", message, hint, place)


def _missing(availability: Availability, version: Version) -> str:
    flag = f" and the feature flag {availability.flag}" if availability.flag else ""
    if availability.default is not None and availability.flag:
        flag = f" with the feature flag {availability.flag}, or {availability.default} without it"
    return f"{availability.title} needs Prometheus {availability.since}{flag}; judged as {version}"


def _newer(availability: Availability) -> str:
    return f"Write the query without it, or declare Prometheus {availability.default or availability.since} or newer."


def _gone(availability: Availability, version: Version) -> str:
    return f"{availability.title} is gone after Prometheus {availability.last}; judged as {version}"


def _successor(form: Form) -> str:
    successor = _SUCCESSORS.get(form.name)
    if successor is None:
        return "Write the query without it."
    return f"Write `{successor}`, which needs the feature flag {functions()[successor].availability.flag}."
