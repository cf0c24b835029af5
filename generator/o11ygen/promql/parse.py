"""From the text of an expression to its facts; each distinct text is read once."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import promql_parser

from o11ygen.promql.diagnosis import diagnose, lexical
from o11ygen.promql.fault import Fault, NotPrometheusError
from o11ygen.promql.grammar import misplaced
from o11ygen.promql.lexer import Position, Token, position_at, tokens
from o11ygen.promql.query import Form, Query
from o11ygen.promql.spelling import (
    calls_info,
    names_window_word,
    newest_forms,
    normalised,
    text_forms,
    with_minus_signs,
    without_newest,
)
from o11ygen.promql.tables import functions, syntax
from o11ygen.promql.tree import read_tree
from o11ygen.targets.re2 import fault_of

# The parser and the reader of its tree go one call deeper per level; where the stack ends the parser ends the process.
MAX_NESTING = 400
_NESTS = re.compile(r"[-+*/%^=<>(\[]|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)

# With a number of seconds that no duration holds, the parser panics and says so on the terminal: look before it does.
_HUGE_DURATION = re.compile(
    r"[\[:tT](?:(?<=[\[:])|(?<=[oO][fF][fF][sS][eE][tT])\s*[-+]?)\s*(?:[iI][nN][fF]|[nN][aA][nN]|[0-9.]+[eE]|0[xX]|[0-9]{11})"
)


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Query:
    """The facts of an expression. Never raises: what is wrong stands in `error`, `hint` and `position`."""
    _teach_parser()
    if _nests_too_deep(text):
        return _too_deep(text)
    if _HUGE_DURATION.search(text):
        cut = tokens(text)
        fault = lexical(cut) or misplaced(cut)
        if fault is not None:
            return _in_error(text, fault)
    try:
        tree = promql_parser.parse(normalised(text))
        signed = with_minus_signs(text)
        if signed is not text:
            promql_parser.parse(normalised(signed))
        return read_tree(text, tree, forms=text_forms(text))
    except NotPrometheusError as refusal:
        cut = tokens(text)
        return _in_error(text, lexical(cut) or misplaced(cut) or _placed(cut, refusal))
    except RecursionError:
        return _too_deep(text)
    except (ValueError, OverflowError) as refusal:
        return _refused(text, str(refusal))
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        return _refused(text, "the parser does not know what to make of it")


def _refused(text: str, reason: str) -> Query:
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


def _too_deep(text: str) -> Query:
    return Query(
        text,
        error=f"this expression nests more than {MAX_NESTING} operators and brackets, deeper than is read here",
        hint="Split it with recording rules: nobody can review an expression of this size.",
        position=Position(1, 1),
        unsupported=True,
    )


def _nests_too_deep(text: str) -> bool:
    if len(text) <= MAX_NESTING or len(_NESTS.findall(text)) <= MAX_NESTING:
        return False
    return sum(1 for token in tokens(text) if token.kind != "string" and _NESTS.fullmatch(token.text)) > MAX_NESTING


@cache
def _teach_parser() -> None:
    """Make known the functions that the parser has forgotten since Prometheus 2: a declared version may have them."""
    types = {
        "vector": promql_parser.ValueType.Vector,
        "matrix": promql_parser.ValueType.Matrix,
        "scalar": promql_parser.ValueType.Scalar,
        "string": promql_parser.ValueType.String,
    }
    gone = [function for function in functions().values() if function.availability.last is not None]
    promql_parser.register_extra_functions(
        [
            promql_parser.Function(
                function.name,
                [types[argument] for argument in function.arguments],
                types[function.returns],
                function.variadic,
            )
            for function in gone
        ]
    )
