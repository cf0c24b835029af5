"""Whether a document is plainly right, found without its model: most files are, and loading pydantic takes time.

A document that fits the shape of its model has no problem that `judge` would tell; of one that does not fit, nothing is
known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias

from o11ygen.targets.names import is_utf8, label_fault, legacy_label, prometheus_utf8
from o11ygen.targets.reference import refers
from o11ygen.targets.relation import Rule, Versions, at_least
from o11ygen.targets.shapes import shapes
from o11ygen.yamlread.scalar import Scalar

# Gives what a field or part holds; raises ValueError for what may be wrong, or right in a way that only the model knows.
_Read: TypeAlias = Callable[[Any], Any]
_MOST_INT = 2**63 - 1


class _Field(NamedTuple):
    """The name of a field in Python, how its value is read, and whether it may be null."""

    name: str
    read: _Read
    optional: bool


def is_plain(document: str, value: object, versions: Versions) -> bool:
    """Whether a value is plainly a document of the model of that name (`rules.RuleFile`), read with its fields' types."""
    if "relations" not in shapes().get(document, ()):
        return False
    try:
        _Readers(shapes(), versions).part(document)(value)
    except ValueError:
        return False
    return True


def _function(module: str, name: str) -> Any:
    return getattr(import_module(f"o11ygen.targets.{module}"), name)


class _Part:
    """The fields of a part as attributes, as the rules between them ask for them."""

    model_fields_set: set[str]

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values

    def given(self) -> Iterator[tuple[str, Any]]:
        """The fields that the document has, in the order of the model."""
        return ((name, held) for name, held in self.__dict__.items() if name in self.model_fields_set)

    # The components of a section are its fields; ids with a name behind the type are left to the model.
    by_id = given

    def ids(self) -> tuple[str, ...]:
        """The ids of the components that a section has."""
        return tuple(name for name, _ in self.given())

    def field_names(self) -> Iterator[str]:
        """The names of all fields."""
        return (name for name in self.__dict__ if name != "model_fields_set")


class _Readers:
    """How the parts of documents of one release are read; made when a document first has the part, or the field."""

    def __init__(self, shapes: Mapping[str, Any], versions: Versions) -> None:
        self._shapes = shapes
        self._versions = versions
        self._parts: dict[str, _Read] = {}

    def part(self, model: str) -> _Read:
        """How a part is read, with the fields that the release has."""
        if model not in self._parts:
            self._parts[model] = self._reader(self._shapes[model])
        return self._parts[model]

    def _reader(self, shape: Mapping[str, Any]) -> _Read:
        shaped = shape["fields"]
        fields: dict[str, _Field] = {}
        names = [field.get("name", alias) for alias, field in shaped.items()]
        missing = {**shape["constants"], **dict.fromkeys(names)}
        required = frozenset(shape["required"])
        relations: list[Rule] = [_function(*named) for named in shape["relations"]]
        versions = self._versions

        def read(value: Any) -> Any:
            if type(value) is not dict or not required <= value.keys():
                raise ValueError
            found: dict[str, Any] = missing.copy()
            given = found["model_fields_set"] = set()
            for alias, one in value.items():
                field = fields.get(alias)
                if field is None:
                    field = fields[alias] = self._field(alias, shaped)
                given.add(field.name)
                if one is not None:
                    found[field.name] = field.read(one)
                elif not field.optional:
                    raise ValueError
            part = _Part(found)
            for relation in relations:
                for _ in relation(part, versions):
                    raise ValueError
            return part

        return read

    def _field(self, alias: str, shaped: Mapping[str, Any]) -> _Field:
        field = shaped.get(alias)
        if field is None or "reads" not in field or not at_least(self._versions, **field.get("since", {})):
            raise ValueError
        return _Field(field.get("name", alias), self._value(field["reads"]), field.get("optional", False))

    def _value(self, reads: Any) -> _Read:
        if isinstance(reads, str):
            return self._scalar(reads)
        kind, told = next(iter(reads.items()))
        if kind == "part":
            return self.part(told)
        if kind == "checks":
            return _checked([_function(*named) for named in told])
        if kind == "one of":
            return _one_of(frozenset(told))
        if kind == "reference or":
            inner = self._value(told)
            return lambda value: value if refers(value) else inner(value)
        if kind == "either":
            return _either({_KINDS[of]: self._value(held) for of, held in told.items()})
        if kind == "list":
            return _items(self._value(told), least=reads["least"])
        names, values = self._value(told), self._value(reads["values"])
        return _texts if names is values is _text else _named(names, values)

    def _scalar(self, kind: str) -> _Read:
        if kind == "label":
            utf8 = prometheus_utf8(self._versions)
            return lambda value: _label(value, utf8=utf8)
        if kind == "matcher":
            from o11ygen.targets.route_relations import matcher

            return lambda value: matcher(_text(value), self._versions)
        return _READERS[kind]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not (value.isascii() or is_utf8(value)):
        raise ValueError
    return value


def _label(value: Any, *, utf8: bool) -> str:
    text = _text(value)
    if not legacy_label(text) and label_fault(text, utf8=utf8):
        raise ValueError
    return text


def _native(value: Any, type_: type) -> Any:
    # A value of a document that was built; one that was read keeps its spelling.
    if type(value) is type_:
        return value
    if not isinstance(value, Scalar) or type(value.value) is not type_:
        raise ValueError
    return value.value


def _integer(value: Any) -> int:
    number: int = _native(value, int)
    if number > _MOST_INT:
        raise ValueError
    return number


def _unsigned(value: Any) -> int:
    number = _integer(value)
    if number < 0:
        raise ValueError
    return number


def _boolean(value: Any) -> bool:
    truth: bool = _native(value, bool)
    return truth


def _decimal(value: Any) -> float:
    held = value.value if isinstance(value, Scalar) else value
    if type(held) not in (int, float) or abs(held) > _MOST_INT:
        raise ValueError
    return float(held)


def _anything(value: Any) -> Any:
    return value


_READERS: Mapping[str, _Read] = {
    "text": _text,
    "integer": _integer,
    "unsigned": _unsigned,
    "boolean": _boolean,
    "decimal": _decimal,
    "anything": _anything,
}
_KINDS: Mapping[str, type] = {"text": str, "list": list, "mapping": dict}


def _checked(checks: list[Callable[[str], str]]) -> _Read:
    def read(value: Any) -> str:
        text = _text(value)
        for check in checks:
            text = check(text)
        return text

    return read


def _one_of(choices: frozenset[str | int]) -> _Read:
    def read(value: Any) -> Any:
        if type(value) not in (str, int) or value not in choices:
            raise ValueError
        return value

    return read


def _either(reads: Mapping[type, _Read]) -> _Read:
    def read(value: Any) -> Any:
        # By its type alone, so that no other of the field's types could read it.
        if type(value) not in reads:
            raise ValueError
        return reads[type(value)](value)

    return read


def _items(item: _Read, *, least: int) -> _Read:
    def read(value: Any) -> list[Any]:
        if type(value) is not list or len(value) < least:
            raise ValueError
        return [item(one) for one in value]

    return read


def _texts(value: Any) -> dict[str, str]:
    if type(value) is not dict:
        raise ValueError
    for name, text in value.items():
        _text(name)
        _text(text)
    return value


def _named(name: _Read, held: _Read) -> _Read:
    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise ValueError
        return {name(key): held(one) for key, one in value.items()}

    return read
