"""What is known of an expression that the parser of facts refuses: what is wrong, or that it is newer than that one."""

from __future__ import annotations

from o11ygen.promql.fault import NotPrometheusError
from o11ygen.promql.language import Reading, every_form, read
from o11ygen.promql.language.explain import faults
from o11ygen.promql.language.respelled import UnknownDurationError, respelled
from o11ygen.promql.lexer import position_at
from o11ygen.promql.parse import parse
from o11ygen.promql.query import Form, Query


def refused(text: str) -> Query:
    """What is known of an expression that the parser refuses."""
    reading = read(text, every_form())
    if not reading.accepted or reading.failing:
        return _in_error(text, reading)
    try:
        readable = respelled(reading.tree)
    except UnknownDurationError:
        return _unsupported(text, reading.forms)
    return _newest(text, readable, reading.forms) if readable != text else _unsupported(text, reading.forms)


def let_through(text: str, refusal: NotPrometheusError) -> Query:
    """What is known of an expression that the parser accepts and no Prometheus does."""
    reading = read(text, every_form())
    if not reading.accepted or reading.failing:
        return _in_error(text, reading)
    return Query(text, error=refusal.fault.message, hint=refusal.fault.hint)


def fault_in(text: str) -> Query | None:
    """What is known of an expression in error; None for one that some Prometheus reads."""
    reading = read(text, every_form())
    return None if reading.accepted else _in_error(text, reading)


def _newest(text: str, readable: str, forms: tuple[Form, ...]) -> Query:
    """The facts of an expression with newest syntax, from a spelling of it that the parser reads.

    A trim reads as a comparison there, so it counts as a filter, on the safe side.
    """
    query = parse(readable)
    if query.error:
        return _unsupported(text, forms)
    trims = any(form.name == "trim" for form in forms)
    return query._replace(text=text, forms=forms, comparison=None if trims else query.comparison)


def _unsupported(text: str, forms: tuple[Form, ...]) -> Query:
    start = next((form.start for form in forms if form.name.startswith("duration-")), 0)
    return Query(
        text,
        error="this expression is right, and its metrics and labels are not known here",
        hint="Look at them yourself: no check does.",
        position=position_at(text, start),
        unsupported=True,
        forms=forms,
    )


def _in_error(text: str, reading: Reading) -> Query:
    fault = faults(text, reading)[0]
    return Query(text, error=fault.message, hint=fault.hint, position=position_at(text, max(fault.start, 0)))
