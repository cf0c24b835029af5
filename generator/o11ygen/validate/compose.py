"""Compose files: the shape that the specification's schema gives, and what one part says of another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from o11ygen.finding import nearest
from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, Path

_PARTS = ("networks", "volumes", "secrets", "configs")
_SINGULAR = {"networks": "network", "volumes": "volume", "secrets": "secret", "configs": "config"}


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What `docker compose config` refuses."""
    if not isinstance(value, Mapping):
        yield Flaw("compose/value", "a compose file is a mapping", "Begin it with `services:`.")
        return
    yield from _shape(value)
    yield from _references(value)


@lru_cache(maxsize=1)
def _validator() -> Any:
    from jsonschema.validators import validator_for

    schema = json.loads(files("check_jsonschema.builtin_schemas.vendor").joinpath("compose-spec.json").read_bytes())
    return validator_for(schema)(schema)


def _shape(value: Mapping[str, Any]) -> Iterator[Flaw]:
    for error in sorted(_validator().iter_errors(value), key=lambda error: [str(step) for step in error.absolute_path]):
        yield from _explained(error)


def _explained(error: Any) -> Iterator[Flaw]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        known = tuple(error.schema.get("properties", ()))
        patterns = tuple(error.schema.get("patternProperties", ()))
        for name in error.instance:
            if name not in known and not (patterns and str(name).startswith("x-")):
                hint = nearest(str(name), known) or "Remove it."
                yield Flaw("compose/field", f"unknown field `{name}`", hint, (*path, str(name)), on_key=True)
        return
    if error.context:
        # Of several allowed shapes, the one that was meant is that whose fault lies deepest.
        deepest = max(error.context, key=lambda inner: len(inner.absolute_path))
        if len(deepest.absolute_path) > len(error.absolute_path):
            yield from _explained(deepest)
            return
        words = " or ".join(sorted({_words(inner) for inner in error.context if inner.validator == "type"}))
        yield Flaw("compose/value", f"must be {words or 'another value'}", "", path)
        return
    if error.validator == "type":
        yield Flaw("compose/value", f"must be {_words(error)}", "", path)
    elif error.validator == "enum":
        listed = ", ".join(f"`{choice}`" for choice in error.validator_value)
        yield Flaw("compose/value", f"must be one of {listed}", "", path)
    elif error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        for name in missing:
            yield Flaw("compose/missing", f"`{name}` is required", f"Add `{name}`.", path)
    else:
        yield Flaw("compose/value", str(error.message), "", path)


_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "object": "a mapping",
    "array": "a list",
    "null": "nothing",
}


def _words(error: Any) -> str:
    names = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    return " or ".join(_TYPES.get(name, str(name)) for name in names)


def _references(value: Mapping[str, Any]) -> Iterator[Flaw]:
    services = value.get("services")
    if not isinstance(services, Mapping):
        return
    included = bool(value.get("include"))
    for name, service in services.items():
        if not isinstance(service, Mapping):
            continue
        at: Path = ("services", str(name))
        yield from _services(service, services, at, included=included)
        for part in _PARTS:
            known = value.get(part)
            listed = known if isinstance(known, Mapping) else {}
            for place, wanted in _named(service.get(part), part):
                if wanted not in listed and not included and not (part == "networks" and wanted == "default"):
                    message = f"the {_SINGULAR[part]} `{wanted}` is declared nowhere, so the file does not start"
                    hint = nearest(wanted, map(str, listed)) or f"Add it to `{part}` at the top of the file."
                    yield Flaw("compose/reference", message, hint, (*at, part, *place))
        if not any(key in service for key in ("image", "build", "extends", "provider")):
            yield Flaw("compose/missing", f"the service `{name}` has neither `image` nor `build`", "Add `image`.", at)


def _services(service: Mapping[str, Any], services: Mapping[str, Any], at: Path, *, included: bool) -> Iterator[Flaw]:
    depends = service.get("depends_on")
    wanted = list(depends) if isinstance(depends, (Mapping, list)) else []
    for index, name in enumerate(wanted):
        if str(name) not in services and not included:
            place = (*at, "depends_on", str(name) if isinstance(depends, Mapping) else index)
            hint = nearest(str(name), map(str, services)) or "Name a service of this file."
            yield Flaw("compose/reference", f"there is no service `{name}` to depend on", hint, place)


def _named(listed: Any, part: str) -> Iterator[tuple[Path, str]]:
    """The names that a service takes from a part at the top of the file, each with its place."""
    if isinstance(listed, Mapping):
        yield from (((str(name),), str(name)) for name in listed)
        return
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if part == "volumes":
            name = _volume(item)
        elif isinstance(item, Mapping):
            name = str(item.get("source") or "")
        else:
            name = str(item)
        if name:
            yield (index,), name


def _volume(item: Any) -> str:
    """The named volume that a mount takes; none for a path of the host, or an anonymous one."""
    if isinstance(item, Mapping):
        return str(item.get("source") or "") if item.get("type", "volume") == "volume" else ""
    source, separator, _ = str(item).partition(":")
    return source if separator and source[:1] not in ("/", ".", "~", "$") and "\\" not in source else ""
