"""Words for a dashboard of the wrong shape: the findings of the `jsonschema` library as problems."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from o11ygen.finding import nearest
from o11ygen.targets.dashboard_schema import document
from o11ygen.targets.path import Path
from o11ygen.targets.problem import Problem

_TYPE_WORDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}


def explain(value: Any, kind: str, path: Path) -> Iterator[Problem]:
    """The faults of a panel of type `kind`, or of the `dashboard` itself; `path` is where it stands in the file."""
    for error in sorted(_validator(kind).iter_errors(value), key=_order):
        for cause in _causes(error):
            yield from _problems(cause, path)


@cache
def _validator(kind: str) -> Draft7Validator:
    whole = document()
    schema = whole["dashboard"] if kind == "dashboard" else whole["panels"][kind]
    return Draft7Validator({**schema, "definitions": whole["definitions"]})


def _order(error: ValidationError) -> tuple[list[tuple[bool, int, str]], str]:
    steps = [(True, step, "") if isinstance(step, int) else (False, 0, str(step)) for step in error.absolute_path]
    return steps, str(error.validator)


def _causes(error: ValidationError) -> list[ValidationError]:
    """For a choice of shapes, the faults against the one that was meant: that whose fixed values fit best."""
    if error.validator != "anyOf" or not error.context:
        return [error]
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    meant = min(branches.values(), key=lambda faults: (_misses_tag(faults), len(faults)))
    return [cause for inner in meant for cause in _causes(inner)]


def _misses_tag(faults: list[ValidationError]) -> bool:
    return any(fault.validator in ("const", "type") and len(fault.path) <= 1 for fault in faults)


def _problems(error: ValidationError, prefix: Path) -> Iterator[Problem]:
    path: Path = (*prefix, *error.absolute_path)
    rule: Any = error.validator_value
    value: Any = error.instance
    if value is None or (value == "null" and error.validator == "type"):
        # Each null, and each text that stands for one, is reported once, by its own rule.
        return
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        known = tuple(schema.get("properties", {}))
        for name in value:
            if name not in known:
                hint = nearest(name, known, likeness=0.8) or _listed(known)
                yield Problem((*path, name), f"unknown field `{name}`: Grafana ignores it", hint, "unknown")
    elif error.validator == "not":
        yield Problem(path, f"unknown field `{path[-1]}`: panels of this type have none here", "Remove it", "unknown")
    elif error.validator == "required":
        for name in rule:
            if name not in value:
                yield Problem((*path, name), f"`{name}` is missing", "", "missing")
    elif error.validator in ("enum", "const"):
        allowed = rule if error.validator == "enum" else [rule]
        words = ", ".join(f"`{choice}`" for choice in allowed)
        hint = nearest(str(value), [str(choice) for choice in allowed])
        yield Problem(path, f"must be one of {words}; it is `{_short(value)}`", hint)
    elif error.validator == "type":
        names = rule if isinstance(rule, list) else [rule]
        words = " or ".join(_TYPE_WORDS[name] for name in names)
        yield Problem(path, f"must be {words}; it is `{_short(value)}`")
    else:
        yield Problem(path, str(error.message))


def _listed(known: tuple[str, ...]) -> str:
    """The fields to choose from, where they can be taken in at a glance."""
    return "Known fields: " + ", ".join(sorted(known)) if 0 < len(known) <= 12 else "Remove it"


def _short(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = str(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 60 else text[:57] + "..."
