"""The JSON Schema of Grafana's dashboards: read once, and compiled into plain predicates.

A right dashboard, which is nearly every one, is told from a wrong one by the predicates, many times faster than by
the `jsonschema` library, which is then loaded only to find the words for a wrong one. Both read the same document,
and a test holds them to the same answer.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]
Predicate: TypeAlias = Callable[[Any], bool]

_FILE = "dashboard_schema.json.gz"


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The committed document: `dashboard`, `panels` by type, and the `definitions` they share."""
    packed = files(__package__).joinpath(_FILE).read_bytes()
    loaded: dict[str, Any] = json.loads(gzip.decompress(packed))
    return loaded


@lru_cache(maxsize=1)
def panel_types() -> tuple[str, ...]:
    """The panel types that the schema knows, `row` among them."""
    return tuple(document()["panels"])


@lru_cache(maxsize=1)
def accepts_dashboard() -> Predicate:
    """Whether a dashboard without its panels has the right shape."""
    return _compiler().compiled(document()["dashboard"])


@cache
def accepts_panel(kind: str) -> Predicate:
    """Whether a panel of this type has the right shape; a row is judged without its panels."""
    return _compiler().compiled(document()["panels"][kind])


@lru_cache(maxsize=1)
def _compiler() -> Compiler:
    return Compiler(document()["definitions"])


class Compiler:
    """Turns schemas into predicates: `Compiler(definitions).compiled(schema)(value)`.

    It knows the part of draft-07 that the document uses and refuses any other keyword with a ValueError, so that a
    schema made anew can't be read half.
    """

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions
        self._built: dict[str, Predicate] = {}

    def compiled(self, schema: Schema) -> Predicate:
        """The predicate that holds for just the values that `schema` allows."""
        if "$ref" in schema:
            return self._reference(schema["$ref"].removeprefix("#/definitions/"))
        rules: list[Predicate] = []
        for keyword in schema:
            if keyword == "type" and _is_object(schema):
                continue  # asked by the predicate of its fields
            build = _BUILDERS.get(keyword)
            if build is None:
                raise ValueError(f"the dashboard schema uses `{keyword}`, which this reader does not know")
            # One predicate reads all three keywords of an object; it is built for the first of them.
            if keyword not in _OBJECT or keyword == next(name for name in schema if name in _OBJECT):
                rules.append(build(self, schema))
        if not rules:
            return _anything
        return rules[0] if len(rules) == 1 else _all(rules)

    def _reference(self, name: str) -> Predicate:
        found: list[Predicate] = []

        def refer(value: Any) -> bool:
            # Built at the first use: building it here would never end for a part that refers to itself.
            if not found:
                if name not in self._built:
                    self._built[name] = self.compiled(self._definitions[name])
                found.append(self._built[name])
            return found[0](value)

        return refer


def _anything(value: Any) -> bool:
    return True


def _nothing(value: Any) -> bool:
    return False


def _all(rules: list[Predicate]) -> Predicate:
    first, rest = rules[0], rules[1:]
    if len(rest) == 1:
        second = rest[0]
        return lambda value: first(value) and second(value)
    return lambda value: first(value) and all(rule(value) for rule in rest)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_TYPES: dict[str, Predicate] = {
    "string": lambda value: isinstance(value, str),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}
_CLASSES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def _type(compiler: Compiler, schema: Schema) -> Predicate:
    names = schema["type"]
    if isinstance(names, str):
        return _TYPES[names]
    kinds = [_TYPES[name] for name in names]
    return lambda value: any(kind(value) for kind in kinds)


def _enum(compiler: Compiler, schema: Schema) -> Predicate:
    # JSON tells true from 1, Python's equality does not.
    allowed = [(isinstance(value, bool), value) for value in schema["enum"]]
    texts = frozenset(value for value in schema["enum"] if isinstance(value, str))
    return lambda value: value in texts if isinstance(value, str) else (isinstance(value, bool), value) in allowed


def _const(compiler: Compiler, schema: Schema) -> Predicate:
    return _enum(compiler, {"enum": [schema["const"]]})


def _is_object(schema: Schema) -> bool:
    """Whether it allows objects alone and says of their fields what they may be."""
    return schema.get("type") == "object" and any(name in schema for name in _OBJECT)


def _object(compiler: Compiler, schema: Schema) -> Predicate:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    known = {name: compiler.compiled(part) for name, part in properties.items()}
    classes = {name: found for name, part in properties.items() if (found := _classes(part))}
    required = tuple(schema.get("required", ()))
    rest = schema.get("additionalProperties", True)
    other = _nothing if rest is False else _anything if rest is True else compiler.compiled(rest)
    otherwise = not _is_object(schema)

    def holds(value: Any) -> bool:
        if not isinstance(value, dict):
            return otherwise
        for name in required:
            if name not in value:
                return False
        for name, item in value.items():
            # Most fields are scalars of the right class: those are told without a call.
            if item.__class__ not in classes.get(name, ()) and not known.get(name, other)(item):
                return False
        return True

    return holds


def _classes(schema: Schema) -> frozenset[type]:
    """Python's classes of the scalars that a schema allows; empty where it asks for more than their type."""
    if set(schema) != {"type"}:
        return frozenset()
    names = schema["type"]
    return frozenset(one for name in ([names] if isinstance(names, str) else names) for one in _CLASSES.get(name, ()))


def _items(compiler: Compiler, schema: Schema) -> Predicate:
    rule = compiler.compiled(schema["items"])

    def holds(value: Any) -> bool:
        if isinstance(value, list):
            for item in value:  # twice as fast as all() over a generator
                if not rule(item):
                    return False
        return True

    return holds


def _any_of(compiler: Compiler, schema: Schema) -> Predicate:
    rules = [compiler.compiled(part) for part in schema["anyOf"]]

    def holds(value: Any) -> bool:
        for rule in rules:  # noqa: SIM110  # twice as fast as any() over a generator
            if rule(value):
                return True
        return False

    return holds


def _not(compiler: Compiler, schema: Schema) -> Predicate:
    rule = compiler.compiled(schema["not"])
    return lambda value: not rule(value)


_OBJECT = ("properties", "required", "additionalProperties")
_BUILDERS: dict[str, Callable[[Compiler, Schema], Predicate]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "properties": _object,
    "required": _object,
    "additionalProperties": _object,
    "items": _items,
    "anyOf": _any_of,
    "not": _not,
}
