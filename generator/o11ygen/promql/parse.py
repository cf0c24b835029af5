"""From the text of an expression to its facts; each distinct text is read once."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import promql_parser

from o11ygen.promql.fault import NotPrometheusError
from o11ygen.promql.lexer import Position, tokens
from o11ygen.promql.likeness import filled, likeness
from o11ygen.promql.limits import check_durations
from o11ygen.promql.query import Query
from o11ygen.promql.spelling import normalised, text_forms, with_minus_signs
from o11ygen.promql.tables import functions
from o11ygen.promql.tree import read_tree

# The parser and the reader of its tree go one call deeper per level; where the stack ends the parser ends the process.
MAX_NESTING = 400
_NESTS = re.compile(r"[-+*/%^=<>(\[]|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)

# With a number of seconds that no duration holds, the parser panics and says so on the terminal: look before it does.
_HUGE_DURATION = re.compile(
    r"[\[:tT](?:(?<=[\[:])|(?<=[oO][fF][fF][sS][eE][tT])\s*[-+]?)\s*(?:[iI][nN][fF]|[nN][aA][nN]|[0-9.]+[eE]|0[xX]|[0-9]{11})"
)


# What explains errors is imported when there is one: most runs have none, and start faster without it.


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Query:
    """The facts of an expression. Never raises: what is wrong stands in `error`, `hint` and `position`."""
    alike = likeness(text)
    if alike is not None and (facts := read_alike(alike.text)) is not None:
        return filled(alike, facts, text) or _read(text)
    return _judged(text)


@lru_cache(maxsize=4096)
def read_alike(text: str) -> Query | None:
    """The facts of an expression with placeholders, which those share that differ in names only.

    None where each must be parsed itself: what is wrong, and some forms, have a place in the text.
    """
    facts = _judged(text)
    return facts if not facts.error and all(form.start < 0 for form in facts.forms) else None


def _judged(text: str) -> Query:
    """The facts of an expression, which is first looked at for what would end the parser."""
    _teach_parser()
    if _nests_too_deep(text):
        return _too_deep(text)
    if _HUGE_DURATION.search(text):
        from o11ygen.promql.refusal import fault_in

        if (fault := fault_in(text)) is not None:
            return fault
    return _read(text)


def _read(text: str) -> Query:
    """The facts of an expression, from the parser's tree of it."""
    try:
        tree = promql_parser.parse(normalised(text))
        signed = with_minus_signs(text)
        if signed is not text:
            promql_parser.parse(normalised(signed))
        forms = text_forms(text)
        if any(form.name == "duration-as-number" for form in forms):
            check_durations(text)
        return read_tree(text, tree, forms=forms)
    except NotPrometheusError as refusal:
        from o11ygen.promql.refusal import let_through

        return let_through(text, refusal)
    except RecursionError:
        return _too_deep(text)
    except (ValueError, OverflowError):
        return _refused(text)
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        return _refused(text)


def _refused(text: str) -> Query:
    from o11ygen.promql.refusal import refused

    return refused(text)


def _too_deep(text: str) -> Query:
    return Query(
        text,
        error=f"this expression nests more than {MAX_NESTING} operators and brackets, deeper than is read here",
        hint="Split it with recording rules: nobody can review an expression of this size.",
        position=Position(1, 1),
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
