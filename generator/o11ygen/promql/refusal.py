"""What is known of an expression in error: the fault and its place, or that it is newer than the parser."""

from __future__ import annotations

from o11ygen.promql.diagnosis import diagnose, lexical
from o11ygen.promql.fault import Fault, NotPrometheusError
from o11ygen.promql.grammar import misplaced
from o11ygen.promql.lexer import Position, Token, position_at, tokens
from o11ygen.promql.parse import parse
from o11ygen.promql.query import Form, Query
from o11ygen.promql.spelling import calls_info, names_window_word, newest_forms, without_newest
from o11ygen.promql.tables import syntax
from o11ygen.targets.re2 import fault_of


def refused(text: str, *, reason: str) -> Query:
    """What is known of an expression that the parser refuses with `reason`."""
    cut = tokens(text)
    forms = newest_forms(cut)
    if "non-empty matcher" in reason and calls_info(cut):
        return _unsupported(text, (Form("function", "info"),))
    pattern = reason.removeprefix("illegal regex for ")
    if pattern != reason and not fault_of(pattern):
        return _unsupported(text, (), uses=f"the pattern `{pattern}`")
    readable = without_newest(text, forms) if forms else None
    if readable is not None:
        return _newest(text, readable, forms)
    fault = diagnose(text, reason=reason, newest=bool(forms) or names_window_word(cut))
    return _in_error(text, fault) if fault is not None else _unsupported(text, forms)


def let_through(text: str, refusal: NotPrometheusError) -> Query:
    """What is known of an expression that the parser accepts and no Prometheus does."""
    cut = tokens(text)
    return _in_error(text, lexical(cut) or misplaced(cut) or _placed(cut, refusal))


def fault_in(text: str) -> Query | None:
    """What is known of an expression that its tokens alone show to be in error; None when they do not."""
    cut = tokens(text)
    fault = lexical(cut) or misplaced(cut)
    return _in_error(text, fault) if fault is not None else None


def _newest(text: str, readable: str, forms: tuple[Form, ...]) -> Query:
    """The facts of an expression with newest syntax, from a spelling of it that the parser reads.

    A trim reads as a comparison there, so it counts as a filter, on the safe side.
    """
    query = parse(readable)
    if query.error:
        return query._replace(text=text)
    trims = any(form.name == "trim" for form in forms)
    return query._replace(text=text, forms=(*forms, *query.forms), comparison=None if trims else query.comparison)


def _unsupported(text: str, forms: tuple[Form, ...], *, uses: str = "") -> Query:
    return Query(
        text,
        error=f"this expression may be right, but it uses {uses or _titles(forms)}, which cannot be parsed here",
        hint="Check it with promtool of the declared release: nothing is known of its metrics and labels.",
        position=position_at(text, forms[0].start) if forms else Position(1, 1),
        unsupported=True,
        forms=forms,
    )


def _titles(forms: tuple[Form, ...]) -> str:
    """What the expression uses that the parser does not read, in prose."""
    titles = [syntax()[form.name].title for form in forms if form.kind == "syntax"]
    if any(form.kind == "function" for form in forms):
        titles.append("`info` with matchers that also match an empty value")
    return " and ".join(dict.fromkeys(titles)) or "a window modifier's word as a name"


def _placed(cut: list[Token], refusal: NotPrometheusError) -> Fault:
    if refusal.fault.start >= 0 or not refusal.near:
        return refusal.fault
    return refusal.fault._replace(start=next((token.start for token in cut if refusal.near in token.text), -1))


def _in_error(text: str, fault: Fault) -> Query:
    position = position_at(text, fault.start) if fault.start >= 0 else Position(0, 0)
    return Query(text, error=fault.message, hint=fault.hint, position=position)
