"""Writes generator/o11ygen/targets/plain_shapes.json: the fields of the models, and what a plain document of them is.

How a field is read is left out when its type or its gates are not among those that `targets/plain.py` reads, or when a
rule of the part that it holds is a method of the model: a document that has it is judged by the model. `--check` writes
nothing and tells whether the file is current.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FunctionType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic import AfterValidator, BeforeValidator, SerializeAsAny
from pydantic.fields import FieldInfo

from o11ygen.targets import DOCUMENTS as KINDS
from o11ygen.targets import checked_text, grafana_datasource, route, scalars
from o11ygen.targets.component import Components
from o11ygen.targets.expandable import Expandable
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Deprecated, Removed, Since, Target, inner_models
from o11ygen.targets.postponed import Later
from o11ygen.targets.shapes import name_of

FILE = Path(__file__).resolve().parent.parent / "generator" / "o11ygen" / "targets" / "plain_shapes.json"
_NOT_RENDERED = ("prometheus-rule", "tests", "file-sd", "scrape-configs")
DOCUMENTS = (
    *(document.model for kind, document in KINDS.items() if kind not in _NOT_RENDERED),
    # What a datasource holds for its plugin has a model of its own.
    *(grafana_datasource.PrometheusData, grafana_datasource.AlertmanagerData, grafana_datasource.JaegerData),
)
# The rest of texts is told by the functions that check them.
_READERS = (
    (scalars.Text, "text"),
    (scalars.Int, "integer"),
    (scalars.Uint, "unsigned"),
    (scalars.Bool, "boolean"),
    (scalars.Float, "decimal"),
    (LabelName, "label"),
    (route.MatcherText, "matcher"),
)
_PACKAGE = "o11ygen.targets"
# Parts that few files have.
_RARE = ("discovery.aws", "discovery.cloud", "discovery.hosting", "discovery.registry", "event_recorder")
# The types beside text that read no text without a spelling.
_NUMBERS = (scalars.Int, scalars.Uint, int, float, bool)


def shapes() -> str:
    """The content of the file."""
    found: dict[str, Any] = {}
    for document in DOCUMENTS:
        _add(document, found)
    models = (f"{json.dumps(name)}: {_lines(shape)}" for name, shape in found.items())
    return "{\n" + ",\n".join(models) + "\n}\n"


def _lines(shape: Mapping[str, Any]) -> str:
    """The shape with a line for each field, so that a change shows as one."""
    fields = (f"  {json.dumps(alias)}: {json.dumps(field)}" for alias, field in shape["fields"].items())
    rest = (f" {json.dumps(name)}: {json.dumps(value)}" for name, value in shape.items() if name != "fields")
    return "{\n" + ",\n".join((*rest, ' "fields": {\n' + ",\n".join(fields) + "\n }")) + "\n}"


def _add(model: type[Target], found: dict[str, Any]) -> None:
    if name_of(model) in found:
        return
    model.model_rebuild()
    told = _is_told_by_fields(model)
    fields: dict[str, Any] = {}
    found[name_of(model)] = {"fields": fields, **(_rules(model) if told else {})}
    held = inner_models(model)
    for name, field in model.model_fields.items():
        alias = field.alias or name
        fields[alias] = {
            **({"name": name} if alias != name else {}),
            **({"holds": held[alias]} if alias in held else {}),
            **((_reads_field(field, found) if told else None) or {}),
        }
        _add_held(field.annotation, found)


def _rules(model: type[Target]) -> dict[str, Any]:
    """What makes a document plain beside its fields."""
    return {
        "required": [field.alias or name for name, field in model.model_fields.items() if field.is_required()],
        "constants": {name: getattr(model, name) for name in sorted(model.__class_vars__) if name[0] != "_"},
        "relations": [_name(relation) for relation in model._relations],
    }


def _add_held(annotation: Any, found: dict[str, Any]) -> None:
    """Add the models that a field may hold, for those who build such a part."""
    if isinstance(annotation, type):
        _loaded(annotation, found)
    for argument in get_args(annotation):
        _add_held(argument, found)


def _is_told_by_fields(model: type[Target]) -> bool:
    """Whether the model has no rules but those of its fields, and those that load without it."""
    # A section of components reads keys with a name behind the type otherwise, which are no fields of the shape.
    base = Components if issubclass(model, Components) else Target
    defaults = all(field.is_required() or field.get_default() is None for field in model.model_fields.values())
    functions = all("." not in relation.__qualname__ for relation in model._relations)
    return _validators(model) == _validators(base) and defaults and functions


def _validators(model: type[Target]) -> list[str]:
    own = model.__pydantic_decorators__
    return [*own.field_validators, *own.model_validators, *own.root_validators, *own.validators]


def _reads_field(field: FieldInfo, found: dict[str, Any]) -> dict[str, Any] | None:
    marks = [mark for mark in field.metadata if not isinstance(mark, Since)]
    if any(isinstance(mark, (Removed, Deprecated)) for mark in marks):
        return None
    reads = _reads(field.annotation, marks, found)
    if reads is None:
        return None
    gates = [gate for gate in field.metadata if isinstance(gate, Since)]
    since = {system: str(first) for gate in gates for system, first in gate.releases.items()}
    return {
        "reads": reads,
        **({"optional": True} if NoneType in get_args(field.annotation) and not marks else {}),
        **({"since": since} if since else {}),
    }


def _reads(held: Any, marks: Sequence[Any], found: dict[str, Any]) -> Any:
    """How `targets/plain.py` reads a value of the type with these marks; None for one that it does not."""
    whole = Annotated[held, *marks] if marks else held
    reader = next((reader for type_, reader in _READERS if whole == type_ or _is_field_of(type_, held, marks)), None)
    if reader is not None:
        return reader
    origin, arguments = get_origin(held), get_args(held)
    if whole == scalars.TimeDuration:
        # A bare number is left to the model: not every release reads it.
        return {"checks": [_name(checked_text.go_duration)]}
    if held is Any and not marks:
        return "anything"
    if marks and isinstance(marks[-1], Expandable):
        inner = _reads(held, marks[:-1], found)
        return inner and {"reference or": inner}
    if origin is Annotated:
        return _reads(arguments[0], [*arguments[1:], *marks], found)
    if NoneType in arguments and len(arguments) == 2:
        return _reads(next(one for one in arguments if one is not NoneType), marks, found)
    if origin in (Union, UnionType):
        # The types are told apart by the value, in whatever order they are tried.
        ordered = all(getattr(mark, "__dict__", {}).keys() == {"union_mode"} for mark in marks)
        return _either([one for one in arguments if one is not NoneType], found) if ordered else None
    if origin is Literal and all(_is_left(arguments, mark) for mark in marks):
        return {"one of": list(arguments)}
    if held is str:
        return _checked(marks)
    if origin is list and all(isinstance(mark, MinLen) for mark in marks):
        items = _reads(arguments[0], (), found)
        return items and {"list": items, "least": max((mark.min_length for mark in marks), default=0)}
    if origin is dict and not marks:
        values = _reads(arguments[1], (), found)
        names = "label" if arguments[0] == LabelName else "text" if arguments[0] is str else None
        return names and values and {"names": names, "values": values}
    # What a mark says of writing a part again does not matter to reading it.
    return _part(held, found) if isinstance(held, type) and all(_is_of_writing(mark) for mark in marks) else None


def _is_field_of(type_: Any, held: Any, marks: Sequence[Any]) -> bool:
    """Whether that is what a model makes of a field of the type."""
    field = FieldInfo.from_annotation(type_)
    return field.annotation == held and field.metadata == list(marks)


def _is_of_writing(mark: Any) -> bool:
    return isinstance(mark, SerializeAsAny)


def _either(types: Sequence[Any], found: dict[str, Any]) -> Any:
    """How each type is read that no other of them could read, too; null is left to the model, and so are numbers."""
    kinds = [(_kind(one), one) for one in types if one not in _NUMBERS and not _is_empty(one)]
    if "" in (kind for kind, _ in kinds) or len(dict(kinds)) < len(kinds):
        return None
    read = {kind: reads for kind, one in kinds if (reads := _reads(one, (), found)) is not None}
    return {"either": read} if read else None


def _kind(type_: Any) -> str:
    """By what a value is told to be of that type; nothing where it could be of another, too."""
    if type_ == scalars.Text:
        return "text"
    if get_origin(type_) is list:
        return "list"
    is_part = isinstance(type_, type) and issubclass(type_, (Target, Later))
    return "mapping" if get_origin(type_) is dict or is_part else ""


def _is_empty(type_: Any) -> bool:
    """Whether it is a model without fields: of an empty mapping, which is all it reads, no rule says anything else."""
    held = get_args(type_)[0] if get_origin(type_) is Annotated else type_
    return isinstance(held, type) and issubclass(held, Target) and not held.model_fields


def _is_left(choices: tuple[Any, ...], mark: Any) -> bool:
    """Whether the mark leaves each of the choices as it is."""
    return isinstance(mark, BeforeValidator) and all(mark.func(choice) == choice for choice in choices)  # type: ignore[call-arg]  # functions of one argument only


def _checked(marks: Sequence[Any]) -> Any:
    """The functions that check a text, where they are functions of a module that take the text only."""
    if not marks or not isinstance(marks[0], scalars.Checked):
        return None
    checks: list[Any] = [marks[0].check] if marks[0].check else []
    for mark in marks[1:]:
        if not isinstance(mark, AfterValidator):
            return None
        checks.append(mark.func)
    if not all(isinstance(check, FunctionType) and len(inspect.signature(check).parameters) == 1 for check in checks):
        return None
    return {"checks": [_name(check) for check in checks]}


def _name(function: Any) -> tuple[str, str]:
    """The module of a function in this package, and its name."""
    return function.__module__.removeprefix(f"{_PACKAGE}."), function.__qualname__


def _part(model: type[Target] | type[Later], found: dict[str, Any]) -> Any:
    loaded = _loaded(model, found)
    return {"part": name_of(loaded)} if loaded is not None and _is_told_by_fields(loaded) else None


def _loaded(model: type[Any], found: dict[str, Any]) -> type[Target] | None:
    """The model that a type is or stands for, which is added; none for other types, and for parts that few files have."""
    loaded = model.load() if issubclass(model, Later) else model
    if not issubclass(loaded, Target) or _name(loaded)[0] in _RARE:
        return None
    _add(loaded, found)
    return loaded


def main() -> None:
    """Write the file, or only compare it."""
    text = shapes()
    if sys.argv[1:] != ["--check"]:
        FILE.write_text(text, "utf-8")
    elif FILE.read_text("utf-8") != text:
        sys.exit(f"{FILE} is not what the models say: run scripts/plain_shapes.py")


if __name__ == "__main__":
    main()
