"""Queries that a template asks: their texts, and what becomes of their results."""

from __future__ import annotations

from collections.abc import Sequence

from o11ygen.gotemplate import gofmt
from o11ygen.gotemplate.prometheus import SAMPLE_LABELS
from o11ygen.gotemplate.record import Argument, Asked, Known, Record
from o11ygen.gotemplate.types import STRING

QUERYING = frozenset(("query", "first", "sortByLabel", "label", "index", "slice", "print", "printf"))
# Those that keep what a result consists of, with the place of the result among their arguments.
_PASSING = {"first": 0, "sortByLabel": 1, "index": 0, "slice": 0}
# More than these are no query that somebody wrote into a template.
_MOST_PIECES = 8


def queried(record: Record, name: str, arguments: Sequence[Argument], result: Known, *, offset: int) -> Known:
    """What comes of a call, with the query that it is a result of; and note what it asks, or takes out of one."""
    if name == "query":
        return _asked(record, arguments, result)
    if name == "print":
        return result._replace(likely=_joined([_text(one.value) for one in arguments]))
    if name == "printf":
        return result._replace(likely=_printed(arguments))
    if name == "label":
        return _label(record, arguments, result, offset=offset)
    place = _PASSING[name]
    query = arguments[place].value.query if place < len(arguments) else None
    if query is None:
        return result
    if name in ("first", "index") and not _looked_at(record, query):
        record.queries[query].is_first_taken = True
    return result._replace(query=query)


def _asked(record: Record, arguments: Sequence[Argument], result: Known) -> Known:
    pieces = _text(arguments[0].value) if arguments else ()
    if not "".join(pieces).strip():
        return result
    number = len(record.queries)
    record.queries.append(Asked(pieces, arguments[0].offset))
    record.touched.append(number)
    return result._replace(query=number)


def _label(record: Record, arguments: Sequence[Argument], result: Known, *, offset: int) -> Known:
    name, sample = arguments[0].value.literal, arguments[1].value
    if name is not None and sample.query is not None:
        record.read(SAMPLE_LABELS, name, offset=offset, query=sample.query)
    return result


def _looked_at(record: Record, query: int) -> bool:
    """Whether a condition around has looked at the result of the same query, so that it is known not to be empty."""
    pieces = record.queries[query].pieces
    return any(isinstance(one, int) and record.queries[one].pieces == pieces for one in record.looked_at)


def _text(value: Known) -> tuple[str, ...]:
    """The pieces of a text; a value of which nothing is known is the gap between two."""
    if value.literal is not None:
        return (value.literal,)
    return value.likely or ("", "")


def _joined(texts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    pieces = [""]
    for text in texts:
        pieces[-1] += text[0]
        pieces += text[1:]
    return tuple(pieces) if len(pieces) <= _MOST_PIECES else ()


def _printed(arguments: Sequence[Argument]) -> tuple[str, ...]:
    form = arguments[0].value.literal if arguments else None
    if form is None:
        return ()
    values = [one.value for one in arguments[1:]]
    pieces: list[tuple[str, ...]] = []
    for directive in gofmt.directives(form):
        if isinstance(directive, str):
            pieces.append((directive,))
        elif directive.verb == "%":
            pieces.append(("%",))
        elif any(directive.indexes) or any(directive.stars) or not values:
            return ()
        else:
            value = values.pop(0)
            plain = directive.text in ("%s", "%v") and (value.type is STRING or value.literal is not None)
            quoted = directive.text == "%q"
            pieces += [('"',), ("", ""), ('"',)] if quoted else [_text(value) if plain else ("", "")]
    return _joined(pieces)
