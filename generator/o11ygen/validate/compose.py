"""Compose files: the shape that the specification's schema gives; `compose_parts` judges what one part says of another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from o11ygen.finding import nearest
from o11ygen.validate.compose_parts import judge_parts
from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, Path, warning

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "object": "a mapping",
    "array": "a list",
    "null": "nothing",
}
_DURATIONS = ("interval", "timeout", "start_period", "start_interval", "stop_grace_period")
# What the reader sees, by the type of a value.
_SEEN = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "a list", dict: "a mapping"}


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What `docker compose config` refuses, and what does not do what it says."""
    if value is None:
        yield Flaw("compose/value", "the file is empty: there is nothing to start", "Begin it with `services:`.")
        return
    if not isinstance(value, Mapping):
        yield Flaw("compose/value", "a compose file is a mapping", "Begin it with `services:`.")
        return
    if "version" in value:
        message = "`version` is obsolete: Compose ignores it, and says so at every start"
        yield warning("compose/deprecated", message, "Remove it.", ("version",), on_key=True)
    shape = {name: part for name, part in value.items() if name != "version"}
    yield from dict.fromkeys(_shape(shape))
    yield from judge_parts(value)


@lru_cache(maxsize=1)
def _schema() -> Any:
    return json.loads(files("check_jsonschema.builtin_schemas.vendor").joinpath("compose-spec.json").read_bytes())


@lru_cache(maxsize=1)
def _validator() -> Any:
    from jsonschema.validators import validator_for

    return validator_for(_schema())(_schema())


def _shape(value: Mapping[str, Any]) -> Iterator[Flaw]:
    for error in sorted(_validator().iter_errors(value), key=lambda error: [str(step) for step in error.absolute_path]):
        yield from _explained(error)


def _explained(error: Any) -> Iterator[Flaw]:
    path: Path = tuple(error.absolute_path)
    rule = error.validator
    if isinstance(error.instance, str) and "$" in error.instance.replace("$$", ""):
        # Compose puts the environment's value there, and judges that.
        return
    if rule in ("additionalProperties", "unevaluatedProperties") and isinstance(error.instance, Mapping):
        yield from _unknown(error, path)
    elif error.context:
        yield from _of_choices(error, path)
    elif rule == "type":
        yield _wrong(path, _listed([error.validator_value]), error.instance)
    elif rule in ("enum", "const"):
        choices = error.validator_value if rule == "enum" else [error.validator_value]
        listed = ", ".join(f"`{choice}`" for choice in choices)
        hint = nearest(str(error.instance), map(str, choices))
        yield Flaw("compose/value", f"`{_name(path)}` must be one of {listed}; it is `{error.instance}`", hint, path)
    elif rule == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield Flaw("compose/missing", f"`{name}` is required here", f"Add `{name}`.", path)
    elif rule == "uniqueItems":
        yield Flaw("compose/value", f"an item stands twice in `{_name(path)}`", "Remove one of them.", path)
    elif rule == "pattern":
        message = f"`{error.instance}` is no value of `{_name(path)}`"
        yield Flaw("compose/value", message, f"It must match `{error.validator_value}`.", path)
    elif rule == "format" and "duration" in str(error.validator_value):
        message = f"`{error.instance}` is no duration"
        yield Flaw("compose/value", message, "Write a number and a unit, such as `30s` or `1m30s`.", path)
    elif rule in ("minimum", "maximum"):
        word = "at least" if rule == "minimum" else "at most"
        message = f"`{_name(path)}` must be {word} {error.validator_value}; it is {error.instance}"
        yield Flaw("compose/value", message, "Choose a number within.", path)
    else:
        yield Flaw("compose/value", f"`{_name(path)}` is not as Compose wants it ({rule})", "See its reference.", path)


def _unknown(error: Any, path: Path) -> Iterator[Flaw]:
    known = frozenset(_properties(error.schema))
    patterned = bool(error.schema.get("patternProperties"))
    for name in error.instance:
        if str(name) in known or (patterned and str(name).startswith("x-")):
            continue
        if name == "<<":
            continue
        hint = nearest(str(name), known) or "Remove it, or begin it with `x-`."
        message = f"unknown field `{name}`: Compose refuses the file"
        yield Flaw("compose/field", message, hint, (*path, str(name)), on_key=True)


def _properties(schema: Any) -> Iterator[str]:
    """The names that a schema knows, in itself and in those that it is made of."""
    if not isinstance(schema, Mapping):
        return
    yield from schema.get("properties", ())
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        target = _schema()
        for step in reference[2:].split("/"):
            target = target.get(step, {})
        yield from _properties(target)
    for choice in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(choice, ()):
            yield from _properties(part)


def _of_choices(error: Any, path: Path) -> Iterator[Flaw]:
    """Of several allowed shapes, the one that was meant is that of the value's type."""
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    fitting = [
        faults
        for faults in branches.values()
        if not any(fault.validator == "type" and len(fault.absolute_path) == len(path) for fault in faults)
    ]
    if fitting:
        for inner in min(fitting, key=len):
            yield from _explained(inner)
        return
    kinds = [inner.validator_value for inner in error.context if inner.validator == "type"]
    yield _wrong(path, _listed(kinds), error.instance)


def _wrong(path: Path, words: str, value: Any) -> Flaw:
    seen = next((word for kind, word in _SEEN.items() if isinstance(value, kind)), "nothing")
    plain = isinstance(value, (bool, int, float))
    shown = f"{seen} (`{str(value).lower() if isinstance(value, bool) else value}`)" if plain else seen
    hint = "Put it in quotes." if plain and "text" in words else f"Write {words}."
    if plain and _name(path) in _DURATIONS:
        hint = f"Write a number and a unit, such as `{value}s`."
    return Flaw("compose/value", f"`{_name(path)}` must be {words}; it is {shown}", hint, path)


def _listed(kinds: list[Any]) -> str:
    flat = [one for kind in kinds for one in (kind if isinstance(kind, list) else [kind])]
    return " or ".join(dict.fromkeys(_TYPES.get(name, str(name)) for name in flat)) or "another value"


def _name(path: Path) -> str:
    """What a message calls a place: its field, or the field whose list it stands in."""
    names = [step for step in path if isinstance(step, str)]
    return names[-1] if names else "the file"
