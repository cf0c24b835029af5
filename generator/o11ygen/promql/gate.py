"""Whether an expression is one that the declared Prometheus reads: its grammar, its release, its feature flags."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple, TypeAlias

from o11ygen.promql.lexer import Position, position_at, tokens
from o11ygen.promql.parse import parse
from o11ygen.promql.query import Form, Query
from o11ygen.promql.tables import Availability, functions, syntax
from o11ygen.version import Version

ProblemKind: TypeAlias = Literal["syntax", "version", "feature", "unsupported"]

_SUCCESSORS = {"holt_winters": "double_exponential_smoothing"}


class QueryProblem(NamedTuple):
    """One fault of an expression: what, what to do, and where in it.

    `syntax`: no Prometheus reads it. `version`: the declared release lacks something. `feature`: the release has it
    behind a feature flag that is not declared. `unsupported`: the release may read it, but it cannot be parsed here.
    """

    kind: ProblemKind
    message: str
    hint: str
    position: Position


def syntax_problems(text: str, *, version: Version, features: Collection[str] = ()) -> tuple[QueryProblem, ...]:
    """Why a Prometheus of `version`, started with `features` (`--enable-feature`), does not read the expression.

    Empty when it does. The release is judged by major and minor, from 2.20 on; older ones are judged as 2.20.
    """
    query = parse(text)
    if not query.forms:
        return (_unread(query),) if query.error else ()
    problems = tuple(
        problem
        for form in query.forms
        if (problem := _gate(text, form, version=version, features=features)) is not None
    )
    if query.error and not problems:
        return (_unread(query),)
    return tuple({(problem.kind, problem.message): problem for problem in reversed(problems)}.values())[::-1]


def _unread(query: Query) -> QueryProblem:
    return QueryProblem("unsupported" if query.unsupported else "syntax", query.error, query.hint, query.position)


def _gate(text: str, form: Form, *, version: Version, features: Collection[str]) -> QueryProblem | None:
    availability = functions()[form.name].availability if form.kind == "function" else syntax()[form.name]
    release = version[:2]
    if availability.last is not None and release > availability.last[:2]:
        return QueryProblem("version", _gone(availability, version), _successor(form), _place(text, form))
    by_default = availability.default is not None and release >= availability.default[:2]
    if release < availability.since[:2]:
        return QueryProblem("version", _missing(availability, version), _newer(availability), _place(text, form))
    if not availability.flag or by_default or availability.flag in features:
        return None
    message = (
        f"{availability.title} is behind a feature flag in Prometheus {version}: "
        f"without {availability.flag} the server refuses the rule file"
    )
    hint = f"Declare the feature {availability.flag} and start the server with it, or write the query without it."
    return QueryProblem("feature", message, hint, _place(text, form))


def _missing(availability: Availability, version: Version) -> str:
    flag = f" and the feature flag {availability.flag}" if availability.flag else ""
    if availability.default is not None and availability.flag:
        flag = f" with the feature flag {availability.flag}, or {availability.default} without it"
    return f"{availability.title} needs Prometheus {availability.since}{flag}; the declared version is {version}"


def _newer(availability: Availability) -> str:
    return f"Write the query without it, or declare Prometheus {availability.default or availability.since} or newer."


def _gone(availability: Availability, version: Version) -> str:
    return f"{availability.title} is gone after Prometheus {availability.last}; the declared version is {version}"


def _successor(form: Form) -> str:
    successor = _SUCCESSORS.get(form.name)
    if successor is None:
        return "Write the query without it."
    return f"Write `{successor}`, which needs the feature flag {functions()[successor].availability.flag}."


def _place(text: str, form: Form) -> Position:
    """Where the form stands: as found in the text, or at the word or sign it is written with."""
    if form.start >= 0:
        return position_at(text, form.start)
    signs = {"at-modifier": ("@",), "negative-offset": ("offset",), "fill": ("fill", "fill_left", "fill_right")}
    wanted = signs.get(form.name, (form.name,))
    index = next((token.start for token in tokens(text) if token.folded in wanted), -1)
    return position_at(text, index) if index >= 0 else Position(0, 0)
