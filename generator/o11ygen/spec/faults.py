"""Pydantic's errors in our words: what is wrong with which field, and what to write instead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import FunctionType, MethodType
from typing import Any, NamedTuple

from pydantic import ValidationError

from o11ygen.finding import Finding, Severity, nearest, nearest_name
from o11ygen.literal import Step
from o11ygen.record import record
from o11ygen.spec.frozen import EMPTY
from o11ygen.spec.model import Fault, Spec, is_spec
from o11ygen.spec.varying import UNSET, PerEnv

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
_UNKNOWN = "extra_forbidden"
# What may be said of a collection because of what is wrong in it.
_FOLLOWING = {*_WANTED, "too_short"}
_INSTEAD = "Give one value; `disable` leaves an alert, a rule, a job or a dashboard out in an environment."
_BOUNDS = {
    "greater_than": "not more than",
    "greater_than_equal": "less than",
    "less_than": "not less than",
    "less_than_equal": "more than",
}


@record
class FieldFault:
    """One refused field: `field` is the author's keyword, `within` how to find the value inside of it."""

    id: str
    field: str
    message: str
    hint: str
    within: tuple[Step, ...] = ()


class _Place(NamedTuple):
    """A field, below it what a person wrote (keys, positions and environments, not names of types), and what is there.

    `key` is whether the key of a mapping is meant; `lone`, whether one object was read as a tuple of its own fields.
    """

    field: str
    within: tuple[Step, ...] = ()
    key: bool = False
    lone: bool = False

    def __str__(self) -> str:
        within = self.within[:-1] if self.key else self.within
        return f"`{self.field}`" + "".join(map(_shown, within))


class _Kind(str):
    """A key that is no text, by its kind: what it holds is long, or secret."""

    __slots__ = ()


def _shown(step: Step) -> str:
    if isinstance(step, str) and not isinstance(step, _Kind):
        return f" ({step})" if step.startswith("per_env ") else f"[{json.dumps(step, ensure_ascii=False)}]"
    return f"[{step}]"


def explain_error(model: type[Spec], error: ValidationError, given: Mapping[str, Any] = EMPTY) -> Iterator[FieldFault]:
    """Each fault of a refused construction; the arms of a union that were tried are one fault."""
    seen: dict[_Place, list[Any]] = {}
    values: dict[_Place, Any] = {}
    for line in error.errors(include_url=False, include_input=False):
        place, value = _placed(line["loc"], line["type"], given)
        seen.setdefault(place, []).append(line)
        values[place] = value
    around = {(place.field, place.within[:depth]) for place in seen for depth in range(len(place.within))}
    known = set(model.model_fields)
    misspelt = {nearest_name(place.field, known) for place, lines in seen.items() if lines[0]["type"] == _UNKNOWN}
    for place, lines in seen.items():
        # Of the arms of a union the one that got further is meant: a tuple with a wrong item is no wrong string. And
        # pydantic counts the items that it takes: a tuple whose only one is wrong is not empty as well.
        if (place.field, place.within) in around and {line["type"] for line in lines} <= _FOLLOWING:
            continue
        # What stands there under a misspelt name is not missing as well.
        if lines[0]["type"] == "missing" and place.field in misspelt:
            continue
        yield _fault(model, place, lines, values[place])


def findings(faults: list[Fault]) -> Iterator[Finding]:
    """The findings of refused constructions, each at its field."""
    for fault in faults:
        # What was refused may hold half a surrogate pair, which no terminal takes.
        what = f"{fault.model.noun()} {fault.name}".strip().encode("utf-8", "backslashreplace").decode()
        for one in explain_error(fault.model, fault.error, fault.given):
            yield Finding(
                one.id,
                Severity.ERROR,
                f"{what}: {one.message}",
                one.hint,
                fault.origin.written(one.field, one.within, fault.model.__name__, fault.model.positional),
                fault.origin.related(),
            )


def _placed(location: tuple[str | int, ...], kind: str, given: Mapping[str, Any]) -> tuple[_Place, Any]:
    """Where pydantic's place is in what was given, and the value there; `...` where that is not known."""
    if not location:
        return _Place(""), ...
    field, value = str(location[0]), given.get(str(location[0]), ...)
    within: list[Step] = []
    for step in location[1:]:
        if isinstance(step, int) and is_spec(value):
            return _Place(field, tuple(within), lone=True), value
        if step == "[key]" and within:
            return _Place(field, tuple(within), key=True), ...
        found = _below(value, step)
        if found is not None:
            within.append(found[0])
            value = found[1]
        elif isinstance(step, int) or step.startswith("per_env"):
            within.append(step)
            value = ...
    return _Place(field, tuple(within), lone=kind == "too_short" and is_spec(value)), value


def _below(value: Any, step: Step) -> tuple[Step, Any] | None:
    """What a step of a place leads to, with the step as it is written; None for one that is the name of a type."""
    if isinstance(value, PerEnv) and isinstance(step, str) and step.startswith("per_env"):
        tiers = step.startswith("per_env tier ")
        name = step.removeprefix("per_env tier " if tiers else "per_env ")
        found = (value.tiers if tiers else value.environments).get(name, ...)
        return step, value.default if found is ... and value.default is not UNSET else found
    if isinstance(value, Mapping):
        if step in value:
            return step, value[step]
        # pydantic names a key that is neither string nor number by its text.
        return next(((_key(key), item) for key, item in value.items() if step in _spelt(key)), None)
    if isinstance(value, Sequence) and not isinstance(value, str) and isinstance(step, int) and step < len(value):
        return step, value[step]
    return None


def _spelt(key: Any) -> tuple[object, ...]:
    """How pydantic may name a key."""
    if isinstance(key, str | int):
        return key, str(key)
    try:
        return str(key), repr(key)
    except Exception:  # the author's own class, which can't say it
        return ()


def _key(key: Any) -> Step:
    """A key as a person wrote it."""
    key = getattr(key, "value", key)
    return (
        key
        if isinstance(key, str | int)
        else _Kind(key if isinstance(key, float | None) else f"a {type(key).__name__}")
    )


def _fault(model: type[Spec], place: _Place, lines: list[Any], value: Any) -> FieldFault:
    # A message of ours says more than pydantic's about the arms that did not fit.
    line = next((line for line in lines if line["type"] == "spec_value"), lines[0])
    name = place.field
    kind = line["type"]
    if kind == _UNKNOWN:
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
        message = f"{place}: {message}" if name else message
        return FieldFault(id, name, message, context.get("hint", ""), place.within)
    message, hint = _refused(model, place, lines, value)
    if place.key and place.within:
        message = f"the key {_shown(place.within[-1])[1:-1]} of {place}{message}"
    else:
        message = f"{place}{message}"
    return FieldFault("spec/value", name, message, hint, place.within)


def _refused(model: type[Spec], place: _Place, lines: list[Any], value: Any) -> tuple[str, str]:
    """What pydantic refuses, in words that follow the name of the field, and what to write instead."""
    if place.lone:
        hint = f"Write a tuple, with its comma: `{place.field}=(...,)`."
        return f" is one {type(value).__name__} and no tuple of them", hint
    description = _description(model, place.field)
    limit = _limit(lines[0]["type"], lines[0].get("ctx") or {})
    if limit:
        return f" {limit}", f"Give {description}"
    if isinstance(value, PerEnv):
        if place.within:
            return " holds a `per_env` within a `per_env`", "Write all names into the outer one."
        return " is the same in every environment, and takes no `per_env`", _INSTEAD
    wanted = _wanted(lines)
    if not wanted:
        return f": {_lower(str(lines[0]['msg']))}", description
    if wanted == "a tuple" and isinstance(value, str):
        return " is a string and no tuple", f'Write a tuple, with its comma: `{place.field}=("...",)`.'
    if isinstance(value, FunctionType | MethodType | type):
        kind, called = "class" if isinstance(value, type) else "function", value.__name__
        hint = f"Call it: `{called}(...)`." if called.isidentifier() else "Give what it returns."
        return f" is the {kind} `{called}`, and not {wanted}", hint
    if isinstance(value, Mapping):
        named = [line["ctx"]["class"] for line in lines if line["type"] == "is_instance_of"]
        hint = f"Build it: `{named[0]}(...)`." if len(named) == 1 else f"Give {wanted}: {description}"
        return f" is a mapping, and not {wanted}", hint
    if value is None and place.within and not isinstance(place.within[-1], str):
        return (
            f" is None, and not {wanted}",
            f"Give {wanted}, or take it out; a function without a `return` gives None.",
        )
    if isinstance(value, tuple | list) and place.within and not isinstance(place.within[-1], str):
        return (
            f" is a {type(value).__name__}, and not {wanted}",
            "Put a `*` before it, which takes its items one by one.",
        )
    return f" is not {wanted}", f"Give {wanted}: {description}"


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
