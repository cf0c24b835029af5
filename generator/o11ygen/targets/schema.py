"""JSON Schemas of the target systems' files, for editors: of one release, or of all, with `x-since` and `x-removed`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from o11ygen.targets import DOCUMENTS
from o11ygen.targets.dashboard_schema import document as dashboard_document
from o11ygen.targets.systems import title
from o11ygen.version import Version

# Editors warn at newer drafts, and these schemas need nothing of them.
# https://github.com/redhat-developer/vscode-yaml/issues/726
_DRAFT = "http://json-schema.org/draft-07/schema#"
_NOT_FILES = frozenset(("otel", "compose", "scrape-configs"))

_RELEASES = {"x-since": "Since", "x-deprecated": "Deprecated since", "x-removed": "Removed in"}

KINDS = (*(kind for kind in DOCUMENTS if kind not in _NOT_FILES), "dashboard", "compose")
"""The kinds of files that have a schema, as `o11ygen schema` names them."""


def document_schema(kind: str, *, version: Version | None = None) -> dict[str, Any]:
    """The schema of a kind of file; with a version, of just the fields that this release of its system knows.

    Without one, every field of any release is there, and says which releases know it. The schemas of compose files and
    dashboards are not made by release.
    """
    if kind == "compose":
        return compose_schema()
    if kind == "dashboard":
        return _dashboard_schema()
    document = DOCUMENTS[kind]
    schema = _of_model(kind)
    if version is not None:
        schema = _of_release(schema, document.system, version)
    schema = _for_editors(schema, document.system, version)
    if document.is_list:
        inner = schema["properties"].pop("groups")
        schema = {"$defs": schema.get("$defs", {}), **inner, "title": schema["title"]}
    return {"$schema": _DRAFT, **schema}


@cache
def _of_model(kind: str) -> Mapping[str, Any]:
    """The schema with the fields of every release of every program; making one of a large kind takes a second."""
    return DOCUMENTS[kind].model.model_json_schema(by_alias=True)


def compose_schema() -> dict[str, Any]:
    """The schema of the compose specification."""
    resource = files("check_jsonschema.builtin_schemas.vendor").joinpath("compose-spec.json")
    schema: dict[str, Any] = json.loads(resource.read_bytes())
    return schema


def _dashboard_schema() -> dict[str, Any]:
    """Grafana's types as a schema that lets other fields be: its own pages write some that the types leave out."""
    whole = _open(dashboard_document())
    panels = [
        {"if": {"properties": {"type": {"const": kind}}}, "then": panel} for kind, panel in whole["panels"].items()
    ]
    root = dict(whole["dashboard"])
    properties = {**root.get("properties", {}), "panels": {"type": "array", "items": {"allOf": panels}}}
    return {
        "$schema": _DRAFT,
        "title": "Grafana dashboard",
        **root,
        "properties": properties,
        "definitions": whole["definitions"],
    }


def _open(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {
            name: _open(value) for name, value in part.items() if name != "additionalProperties" or value is not False
        }
    return [_open(item) for item in part] if isinstance(part, list) else part


def _for_editors(schema: Mapping[str, Any], system: str, version: Version | None) -> dict[str, Any]:
    """The schema without what tells people nothing, and with its releases in words, since editors show no `x-` field."""
    parts = {name: _described(part, system, version) for name, part in schema.get("$defs", {}).items()}
    root = _described({name: value for name, value in schema.items() if name != "$defs"}, system, version)
    return {**root, "$defs": parts} if parts else root


def _described(part: Mapping[str, Any], system: str, version: Version | None) -> dict[str, Any]:
    if "properties" not in part:
        return dict(part)
    fields = {name: _field(field, system, version) for name, field in part["properties"].items()}
    return {**part, "properties": fields}


def _field(field: Mapping[str, Any], system: str, version: Version | None) -> dict[str, Any]:
    """A field as its system has it. A title that repeats the name, and the default `null`, are left out."""
    found = {
        name: value
        for name, value in field.items()
        if name not in ("title", *_RELEASES) and not (name == "default" and value is None)
    }
    releases = {word: field[word][system] for word in _RELEASES if system in field.get(word, {})}
    if version is not None and "x-deprecated" in releases and version[:2] < Version.parse(releases["x-deprecated"])[:2]:
        found.pop("deprecated", None)
        del releases["x-deprecated"]
    elif "x-deprecated" in field and "x-deprecated" not in releases:
        found.pop("deprecated", None)
    if "$ref" in found:
        # What stands beside a reference counts nothing in this draft.
        found["allOf"] = [{"$ref": found.pop("$ref")}]
    notes = " ".join(f"{_RELEASES[word]} {title(system)} {release}." for word, release in releases.items())
    if notes:
        found["description"] = f"{found.get('description', '')} {notes}".strip()
    return {**found, **{word: {system: release} for word, release in releases.items()}}


def _of_release(schema: Mapping[str, Any], system: str, version: Version) -> dict[str, Any]:
    """The schema without the fields that the release lacks, and without parts that nothing then refers to."""
    parts = {name: _known(part, system, version) for name, part in schema.get("$defs", {}).items()}
    root = _known(schema, system, version)
    root.pop("$defs", None)
    used = _referred(root, parts)
    return {**root, "$defs": {name: parts[name] for name in parts if name in used}} if used else root


def _known(part: Mapping[str, Any], system: str, version: Version) -> dict[str, Any]:
    if "properties" not in part:
        return dict(part)
    left = {name: field for name, field in part["properties"].items() if _exists(field, system, version)}
    found = {**part, "properties": left}
    if "required" in part:
        found["required"] = [name for name in part["required"] if name in left]
    return found


def _exists(field: Mapping[str, Any], system: str, version: Version) -> bool:
    since, removed = field.get("x-since", {}).get(system), field.get("x-removed", {}).get(system)
    if since is not None and version[:2] < Version.parse(since)[:2]:
        return False
    return removed is None or version[:2] < Version.parse(removed)[:2]


def _referred(root: Any, parts: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = [root]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Mapping):
            name = str(current.get("$ref", "")).rpartition("/")[2]
            if name in parts and name not in found:
                found.add(name)
                waiting.append(parts[name])
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)
    return found
