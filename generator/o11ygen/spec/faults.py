"""Pydantic's errors in our words: what is wrong with which field, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from o11ygen.finding import Finding, Severity, nearest
from o11ygen.record import record
from o11ygen.spec.model import Fault, Spec

# What a value should have been, by pydantic's error type.
_WANTED = {
    "string_type": "a string",
    "int_type": "an integer",
    "int_parsing": "an integer",
    "int_from_float": "an integer",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "True or False",
    "bool_parsing": "True or False",
    "tuple_type": "a tuple",
    "list_type": "a tuple",
    "mapping_type": "a mapping",
    "dict_type": "a mapping",
}
_BOUNDS = {
    "greater_than": "not more than",
    "greater_than_equal": "less than",
    "less_than": "not less than",
    "less_than_equal": "more than",
}


@record
class FieldFault:
    """One refused field: `field` is the author's keyword, `place` how to find the value inside of it."""

    id: str
    field: str
    message: str
    hint: str


def explain_error(model: type[Spec], error: ValidationError) -> Iterator[FieldFault]:
    """Each fault of a refused construction; the arms of a union that were tried are one fault."""
    seen: dict[tuple[str, ...], list[Any]] = {}
    for line in error.errors(include_url=False, include_input=False):
        seen.setdefault(_place(line["loc"]), []).append(line)
    for place, lines in seen.items():
        yield _fault(model, place, lines)


def findings(faults: list[Fault]) -> Iterator[Finding]:
    """The findings of refused constructions, each at its field."""
    for fault in faults:
        # What was refused may hold half a surrogate pair, which no terminal takes.
        what = f"{fault.model.noun()} {fault.name}".strip().encode("utf-8", "backslashreplace").decode()
        for one in explain_error(fault.model, fault.error):
            yield Finding(
                one.id,
                Severity.ERROR,
                f"{what}: {one.message}",
                one.hint,
                fault.origin.location(one.field),
                fault.origin.related(),
            )


def _place(location: tuple[str | int, ...]) -> tuple[str, ...]:
    """The field, and below it only what a person wrote: keys, positions and environments, not names of types."""
    if not location:
        return ()
    below = (step for step in location[1:] if isinstance(step, int) or step.startswith("per_env"))
    return (str(location[0]), *map(str, below))


def _fault(model: type[Spec], place: tuple[str, ...], lines: list[Any]) -> FieldFault:
    # A message of ours says more than pydantic's about the arms that did not fit.
    line = next((line for line in lines if line["type"] == "spec_value"), lines[0])
    name = place[0] if place else ""
    where = f"`{name}`" + "".join(f" ({step})" if step.startswith("per_env") else f"[{step}]" for step in place[1:])
    kind = line["type"]
    if kind == "extra_forbidden":
        fields = list(model.model_fields)
        return FieldFault(
            "spec/unknown-field",
            name,
            f"`{name}` is no field of {model.__name__}",
            nearest(name, fields) or f"Known fields: {', '.join(fields)}.",
        )
    if kind == "missing":
        return FieldFault("spec/missing", name, f"`{name}` is missing", f"Add `{name}=`: {_description(model, name)}")
    context = line.get("ctx") or {}
    if kind == "spec_value":
        message = context["text"]
        id = context.get("id", "spec/value")
        return FieldFault(id, name, f"{where}: {message}" if name else message, context.get("hint", ""))
    limit = _limit(kind, context)
    if limit:
        return FieldFault("spec/value", name, f"{where} {limit}", f"Give {_description(model, name)}")
    wanted = _wanted(lines)
    if wanted:
        return FieldFault("spec/value", name, f"{where} is not {wanted}", f"Give {wanted}: {_description(model, name)}")
    return FieldFault("spec/value", name, f"{where}: {_lower(str(line['msg']))}", _description(model, name))


def _limit(kind: str, context: dict[str, Any]) -> str:
    """In which way a number or a length is out of bounds; empty when it is something else."""
    if kind in ("string_too_short", "too_short"):
        return "is empty" if context["min_length"] == 1 else f"is shorter than {context['min_length']}"
    if kind in _BOUNDS:
        return f"is {_BOUNDS[kind]} {next(iter(context.values()))}"
    return ""


def _wanted(lines: list[Any]) -> str:
    wanted = []
    for line in lines:
        kind, context = line["type"], line.get("ctx") or {}
        if kind in _WANTED:
            wanted.append(_WANTED[kind])
        elif kind in ("is_instance_of", "model_type", "model_attributes_type", "dataclass_type"):
            name = str(context.get("class") or context.get("class_name"))
            wanted.append(f"{'an' if name[0] in 'AEIOU' else 'a'} {name}")
        elif kind in ("literal_error", "enum"):
            wanted.append(f"one of {context['expected']}")
    return " or ".join(dict.fromkeys(wanted))


def _description(model: type[Spec], name: str) -> str:
    field = model.model_fields.get(name)
    return _lower(field.description) if field is not None and field.description else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
