"""Whether a document is plainly right, found without its model: most files are, and loading pydantic takes time.

The shapes in `plain_shapes.json` are made from the models by `scripts/plain_shapes.py`. A document that fits its shape
has no problem that `judge` would tell; of one that does not fit, nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from o11ygen.duration import parse_duration
from o11ygen.targets.names import is_utf8
from o11ygen.targets.relation import Rule, Versions, at_least
from o11ygen.yamlread.scalar import Scalar

# Gives what a field or part holds; raises `_NotPlain`.
_Read: TypeAlias = Callable[[Any], Any]
_MOST_INT = 2**63 - 1


class _NotPlain(Exception):
    """The value may be wrong, or right in a way that only the model knows."""


class _Field(NamedTuple):
    """The name of a field in Python, how its value is read, and whether it may be null."""

    name: str
    read: _Read
    optional: bool


def is_plain(document: str, value: object, versions: Versions) -> bool:
    """Whether a value is plainly a document of the model of that name, read with the types of its fields."""
    shapes = json.loads(Path(__file__).with_name("plain_shapes.json").read_text("utf-8"))
    if document not in shapes:
        return False
    try:
        _reader(document, shapes, versions)(value)
    except _NotPlain:
        return False
    return True


def _reader(model: str, shapes: Mapping[str, Any], versions: Versions) -> _Read:
    """How a part is read, with the fields that the release has."""
    shape = shapes[model]
    fields = {
        alias: _Field(field["name"], _value_reader(field, shapes, versions), field["optional"])
        for alias, field in shape["fields"].items()
        if at_least(versions, **field["since"])
    }
    missing = {field["name"]: None for field in shape["fields"].values()}
    required = frozenset(shape["required"])
    relations: list[Rule] = [getattr(import_module(module), name) for module, name in shape["relations"]]

    def read(value: Any) -> Any:
        if type(value) is not dict or not required <= value.keys():
            raise _NotPlain
        found: dict[str, Any] = missing.copy()
        for alias, one in value.items():
            field = fields.get(alias)
            if field is None:
                raise _NotPlain
            if one is not None:
                found[field.name] = field.read(one)
            elif not field.optional:
                raise _NotPlain
        part = _Part(found)
        for relation in relations:
            for _ in relation(part, versions):
                raise _NotPlain
        return part

    return read


class _Part:
    """The fields of a part as attributes, as the rules between them ask for them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values


def _value_reader(field: Mapping[str, Any], shapes: Mapping[str, Any], versions: Versions) -> _Read:
    if field["kind"] == "parts":
        part = _reader(field["of"], shapes, versions)
        return lambda value: [part(item) for item in _of_type(list, value)]
    return _READERS[field["kind"]]


def _of_type(type_: type, value: Any) -> Any:
    if type(value) is not type_:
        raise _NotPlain
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not (value.isascii() or is_utf8(value)):
        raise _NotPlain
    return value


def _duration(value: Any) -> str:
    try:
        parse_duration(_text(value))
    except ValueError:
        raise _NotPlain from None
    return str(value)


def _integer(value: Any) -> int:
    if not isinstance(value, Scalar) or type(value.value) is not int or value.value > _MOST_INT:
        raise _NotPlain
    return value.value


def _texts(value: Any) -> dict[str, str]:
    texts: dict[str, str] = _of_type(dict, value)
    for text in texts.values():
        _text(text)
    return texts


_READERS: Mapping[str, _Read] = {"text": _text, "duration": _duration, "integer": _integer, "texts": _texts}
