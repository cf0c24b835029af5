"""Writes generator/o11ygen/targets/plain_shapes.json: what a plain document of a model is, from the model's fields.

A field is left out when its type or its gates are not among those that `targets/plain.py` reads, or when a rule of the
part that it holds is a method of the model: a document that has it is judged by the model. `--check` writes nothing and
tells whether the file is current.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FunctionType, NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import MinLen
from pydantic import AfterValidator, BeforeValidator
from pydantic.fields import FieldInfo

from o11ygen.targets import DOCUMENTS as KINDS
from o11ygen.targets import checked_text, route, scalars
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Deprecated, Removed, Since, Target
from o11ygen.targets.postponed import Later

FILE = Path(__file__).resolve().parent.parent / "generator" / "o11ygen" / "targets" / "plain_shapes.json"
DOCUMENTS = tuple(KINDS[kind].model for kind in ("rules", "prometheus", "prometheus-agent", "alertmanager"))
# The rest of texts is told by the functions that check them.
_READERS = (
    (scalars.Text, "text"),
    (scalars.Int, "integer"),
    (scalars.Uint, "unsigned"),
    (scalars.Bool, "boolean"),
    (LabelName, "label"),
    (route.MatcherText, "matcher"),
)
_PACKAGE = "o11ygen.targets"
# Parts that few files have.
_RARE = ("discovery.aws", "discovery.cloud", "discovery.hosting", "discovery.registry", "event_recorder")
# Of a value that is anything, only text is read.
_ANYTHING = "text"


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
    if model.__name__ in found or not _is_told_by_fields(model):
        return
    model.model_rebuild()
    fields: dict[str, Any] = {}
    shape: dict[str, Any] = {
        "fields": fields,
        "others": [],
        "required": [field.alias or name for name, field in model.model_fields.items() if field.is_required()],
        "constants": {name: getattr(model, name) for name in sorted(model.__class_vars__) if name[0] != "_"},
        "relations": [_name(relation) for relation in model._relations],
    }
    found[model.__name__] = shape
    for name, field in model.model_fields.items():
        reads = _reads_field(field, found)
        if reads is None:
            shape["others"].append(name)
        else:
            fields[field.alias or name] = {**({"name": name} if field.alias not in (None, name) else {}), **reads}


def _is_told_by_fields(model: type[Target]) -> bool:
    """Whether the model has no rules but those of its fields, and those that load without it."""
    validators = model.__pydantic_decorators__
    own = [
        *validators.field_validators,
        *validators.model_validators,
        *validators.root_validators,
        *validators.validators,
    ]
    defaults = all(field.is_required() or field.get_default() is None for field in model.model_fields.values())
    functions = all("." not in relation.__qualname__ for relation in model._relations)
    return len(own) == len(Target.__pydantic_decorators__.model_validators) and defaults and functions


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
    reader = next((reader for type_, reader in _READERS if whole == type_), None)
    if reader is not None:
        return reader
    origin, arguments = get_origin(held), get_args(held)
    if whole == scalars.TimeDuration:
        # A bare number is left to the model: not every release reads it.
        return {"checks": [_name(checked_text.go_duration)]}
    if held is Any and not marks:
        return _ANYTHING
    if origin is Annotated:
        return _reads(arguments[0], [*arguments[1:], *marks], found)
    if NoneType in arguments and len(arguments) == 2:
        return _reads(next(one for one in arguments if one is not NoneType), marks, found)
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
    return _part(held, found) if isinstance(held, type) and not marks else None


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
    loaded = model.load() if issubclass(model, Later) else model
    if not issubclass(loaded, Target) or _name(loaded)[0] in _RARE:
        return None
    _add(loaded, found)
    return {"part": loaded.__name__} if loaded.__name__ in found else None


def main() -> None:
    """Write the file, or only compare it."""
    text = shapes()
    if sys.argv[1:] != ["--check"]:
        FILE.write_text(text, "utf-8")
    elif FILE.read_text("utf-8") != text:
        sys.exit(f"{FILE} is not what the models say: run scripts/plain_shapes.py")


if __name__ == "__main__":
    main()
