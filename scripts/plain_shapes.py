"""Writes generator/o11ygen/targets/plain_shapes.json: what a plain document of a model is, from the model's fields.

A field is left out when its type or its gates are not among those that `targets/plain.py` reads: a document that has
it is judged by the model. `--check` writes nothing and tells whether the file is current.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from o11ygen.targets import scalars
from o11ygen.targets.model import Since, Target
from o11ygen.targets.rules import Labels, RuleFile

FILE = Path(__file__).resolve().parent.parent / "generator" / "o11ygen" / "targets" / "plain_shapes.json"
DOCUMENTS: tuple[type[Target], ...] = (RuleFile,)
_KINDS = ((scalars.Text, "text"), (scalars.Duration, "duration"), (scalars.Int, "integer"), (Labels, "texts"))


def shapes() -> str:
    """The content of the file."""
    found: dict[str, Any] = {}
    for document in DOCUMENTS:
        _add(document, found)
    return json.dumps(found, indent=1) + "\n"


def _add(model: type[Target], found: dict[str, Any]) -> None:
    fields: dict[str, Any] = {}
    found[model.__name__] = {
        "fields": fields,
        "required": [field.alias or name for name, field in model.model_fields.items() if field.is_required()],
        "relations": [(relation.__module__, relation.__qualname__) for relation in model._relations],
    }
    for name, field in model.model_fields.items():
        gates = [gate for gate in field.metadata if isinstance(gate, Since)]
        kind, part = _kind(field)
        if kind:
            fields[field.alias or name] = {
                "name": name,
                "kind": kind,
                **({"of": part.__name__} if part is not None else {}),
                "optional": NoneType in get_args(field.annotation),
                "since": {system: str(since) for gate in gates for system, since in gate.releases.items()},
            }
        if part is not None and part.__name__ not in found:
            _add(part, found)


def _kind(field: FieldInfo) -> tuple[str, type[Target] | None]:
    """How a value of the field is read, and the model of the parts that it lists; empty for one that is not read."""
    rest = [mark for mark in field.metadata if not isinstance(mark, Since)]
    alternatives = [one for one in get_args(field.annotation) if one is not NoneType]
    optional = len(alternatives) < len(get_args(field.annotation))
    if optional and (rest or len(alternatives) != 1):
        return "", None
    held: Any = alternatives[0] if optional else field.annotation
    for mark in rest:
        held = Annotated[held, mark]
    if get_origin(held) is list and issubclass(get_args(held)[0], Target):
        return "parts", get_args(held)[0]
    return next((kind for type_, kind in _KINDS if held == type_), ""), None


def main() -> None:
    """Write the file, or only compare it."""
    text = shapes()
    if sys.argv[1:] != ["--check"]:
        FILE.write_text(text, "utf-8")
    elif FILE.read_text("utf-8") != text:
        sys.exit(f"{FILE} is not what the models say: run scripts/plain_shapes.py")


if __name__ == "__main__":
    main()
