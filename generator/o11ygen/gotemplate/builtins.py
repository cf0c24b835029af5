"""The functions that every Go template has."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Mapping

from o11ygen.gotemplate.goprint import sprint, sprintf, sprintln
from o11ygen.gotemplate.values import (
    Byte,
    ExpansionError,
    Html,
    Labels,
    Sample,
    Struct,
    Value,
    decoded,
    encoded,
    go_type,
    is_true,
    kind,
)

_HTML = str.maketrans({"\0": "\ufffd", '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_JS = {"\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D"}


def equal(first: Value, *others: Value) -> bool:
    """`eq`: whether the first equals any of the others."""
    if not others:
        raise ExpansionError("missing argument for comparison")
    return any(_same(first, other) for other in others)


def _same(first: Value, other: Value) -> bool:
    kinds = kind(first), kind(other)
    if kinds[0] != kinds[1]:
        if first is None or other is None:
            return False
        raise ExpansionError(f"incompatible types for comparison: {go_type(first)} and {go_type(other)}")
    if kinds[0]:
        return bool(first == other)
    if first is None or other is None:
        return first is other
    if isinstance(first, dict | list | Struct) or isinstance(other, dict | list | Struct):
        raise ExpansionError(f"non-comparable type {go_type(other)}")
    return first is other


def _less(first: Value, other: Value) -> bool:
    kinds = kind(first), kind(other)
    if not (kinds[0] and kinds[1]):
        raise ExpansionError("invalid type for comparison")
    if kinds[0] != kinds[1]:
        raise ExpansionError(f"incompatible types for comparison: {go_type(first)} and {go_type(other)}")
    if kinds[0] in ("bool", "complex"):
        raise ExpansionError("invalid type for comparison")
    return bool(encoded(first) < encoded(other) if isinstance(first, str) else first < other)


def _not_equal(first: Value, other: Value) -> bool:
    return not equal(first, other)


def _at_most(first: Value, other: Value) -> bool:
    return _less(first, other) or equal(first, other)


def _more(first: Value, other: Value) -> bool:
    return not _at_most(first, other)


def _at_least(first: Value, other: Value) -> bool:
    return not _less(first, other)


def index(item: Value, *keys: Value) -> Value:
    """`index x 1 "a"`: what Go writes `x[1]["a"]`."""
    if item is None:
        raise ExpansionError("index of untyped nil")
    for key in keys:
        if isinstance(item, dict):
            if not isinstance(key, str) or isinstance(key, Html):
                reason = f"type {go_type(key)}; should be string" if key is not None else ""
                raise ExpansionError(f"value has {reason}" if reason else "value is nil; should be of type string")
            item = item.get(key, "" if isinstance(item, Labels) else None)
        elif isinstance(item, list | str):
            items = encoded(item) if isinstance(item, str) else item
            position = _position(key, len(items))
            if position == len(items):
                raise ExpansionError(f"reflect: {'string' if isinstance(item, str) else 'slice'} index out of range")
            item = Byte(items[position]) if isinstance(items, bytes) else items[position]
        else:
            raise ExpansionError(f"can't index item of type {_pointed(item)}")
    return item


def _pointed(item: Value) -> str:
    return go_type(item).removeprefix("*")


def _position(key: Value, length: int) -> int:
    if key is None:
        raise ExpansionError("cannot index slice/array with nil")
    if not isinstance(key, int) or isinstance(key, bool):
        raise ExpansionError(f"cannot index slice/array with type {go_type(key)}")
    if not 0 <= key <= length:
        raise ExpansionError(f"index out of range: {int(key)}")
    return int(key)


def cut(item: Value, *positions: Value) -> Value:
    """`slice x 1 2`: what Go writes `x[1:2]`; text is cut by bytes."""
    if item is None:
        raise ExpansionError("slice of untyped nil")
    if len(positions) > 3:
        raise ExpansionError(f"too many slice indexes: {len(positions)}")
    if not isinstance(item, str | list):
        raise ExpansionError(f"can't slice item of type {_pointed(item)}")
    if isinstance(item, str) and len(positions) == 3:
        raise ExpansionError("cannot 3-index slice a string")
    items = encoded(item) if isinstance(item, str) else item
    bounds = [_position(position, len(items)) for position in positions]
    start, end = (*bounds[:2], *(0, len(items))[len(bounds[:2]) :])
    if start > end or (len(bounds) == 3 and end > bounds[2]):
        high, low = (start, end) if start > end else (end, bounds[2])
        raise ExpansionError(f"invalid slice index: {high} > {low}")
    part = items[start:end]
    return decoded(part) if isinstance(part, bytes) else part


def length(item: Value) -> int:
    """`len`: bytes of a text, entries of a map or list."""
    if item is None:
        raise ExpansionError("reflect: call of reflect.Value.Type on zero Value")
    if isinstance(item, str):
        return len(encoded(item))
    if isinstance(item, dict | list):
        return len(item)
    raise ExpansionError(f"len of type {_pointed(item)}")


def _call(function: Value, *_: Value) -> Value:
    if function is None:
        raise ExpansionError("call of nil")
    raise ExpansionError(f"non-function of type {go_type(function)}")


def _joined(values: tuple[Value, ...]) -> str:
    values = tuple("<no value>" if value is None else value for value in values)
    if len(values) == 1 and type(values[0]) is str:
        return values[0]
    return sprint(values).replace("&{", "{", 1) if any(isinstance(one, Sample) for one in values) else sprint(values)


def _html(*values: Value) -> str:
    return _joined(values).translate(_HTML)


def _js(*values: Value) -> str:
    return "".join(_js_character(character) for character in _joined(values))


def _js_character(character: str) -> str:
    if character in _JS:
        return _JS[character]
    if character < " ":
        return f"\\u00{ord(character):02X}"
    return character if character.isprintable() else f"\\u{ord(character):04X}"


def query_escaped(text: str) -> str:
    """A text as part of a URL's query."""
    return urllib.parse.quote_plus(encoded(text), safe="")


def _urlquery(*values: Value) -> str:
    return query_escaped(_joined(values))


BUILTIN_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "call": _call,
    "eq": equal,
    "ne": _not_equal,
    "lt": _less,
    "le": _at_most,
    "gt": _more,
    "ge": _at_least,
    "html": _html,
    "index": index,
    "js": _js,
    "len": length,
    "not": lambda value: not is_true(value),
    "print": lambda *values: sprint(values),
    "printf": lambda text, *values: sprintf(text, values),
    "println": lambda *values: sprintln(values),
    "slice": cut,
    "urlquery": _urlquery,
}
