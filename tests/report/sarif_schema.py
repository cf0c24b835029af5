"""What SARIF 2.1.0 allows of the objects that we write, and what GitHub asks of them: a schema that knows nothing else.

Names and types as in the standard's own schema; required is what either of the two requires.
"""

from __future__ import annotations

from typing import Any


def _object(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": False}


def _array(items: Any, **rules: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **rules}


_TEXT = {"type": "string", "minLength": 1}
_SHORT = {"type": "string", "minLength": 1, "maxLength": 1024}
_URI = {"type": "string", "format": "uri-reference", "pattern": r"^[A-Za-z0-9%/._~:#-]+$"}
_NUMBER = {"type": "integer", "minimum": 1}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object("text", text=_TEXT)
_REGION = _object("startLine", startLine=_NUMBER, startColumn=_NUMBER, endLine=_NUMBER, endColumn=_NUMBER)
_ARTIFACT = _object("uri", uri=_URI, uriBaseId={"const": "%SRCROOT%"})
_PHYSICAL = _object("artifactLocation region", artifactLocation=_ARTIFACT, region=_REGION)
_LOGICAL = _array(_object("fullyQualifiedName", fullyQualifiedName=_TEXT), minItems=1)
_LOCATION = _object("physicalLocation", physicalLocation=_PHYSICAL, logicalLocations=_LOGICAL)
_RELATED = _object(
    "physicalLocation",
    id={"type": "integer", "minimum": 0},
    physicalLocation=_PHYSICAL,
    logicalLocations=_LOGICAL,
    message=_object("text", text={"type": "string"}),
)
_FINGERPRINT = {"type": "string", "pattern": "^[0-9a-f]{32}:[0-9]+$"}
_RESULT = _object(
    "ruleId ruleIndex level message locations partialFingerprints",
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    message=_MESSAGE,
    locations=_array(_LOCATION, minItems=1, maxItems=1000),
    relatedLocations=_array(_RELATED, maxItems=1000, uniqueItems=True),
    partialFingerprints=_object(
        "primaryLocationLineHash", **{"o11ygen/v2": _FINGERPRINT, "primaryLocationLineHash": _FINGERPRINT}
    ),
    properties=_object(environments=_array({"type": "string"})),
)
_RULE = _object(
    "id shortDescription fullDescription help properties",
    id={"type": "string", "minLength": 1, "maxLength": 255},
    shortDescription=_object("text", text=_SHORT),
    fullDescription=_object("text", text=_SHORT),
    help=_object("text", text=_TEXT, markdown=_TEXT),
    helpUri={"type": "string", "format": "uri", "pattern": "^https://"},
    defaultConfiguration=_object("level", level=_LEVEL),
    properties=_object(
        "tags",
        tags=_array(_TEXT, maxItems=20, uniqueItems=True),
        **{"problem.severity": {"enum": ["error", "warning", "recommendation"]}},
    ),
)
_DRIVER = _object(
    "name version rules",
    name=_TEXT,
    version=_TEXT,
    informationUri={"type": "string", "format": "uri"},
    rules=_array(_RULE, uniqueItems=True, maxItems=25_000),
)
_RUN = _object(
    "tool results columnKind",
    tool=_object("driver", driver=_DRIVER),
    columnKind={"const": "unicodeCodePoints"},
    originalUriBaseIds=_object("%SRCROOT%", **{"%SRCROOT%": _object("description", description=_MESSAGE)}),
    invocations=_array(
        _object(
            "executionSuccessful",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=_array(_object("message", level=_LEVEL, message=_MESSAGE)),
        )
    ),
    results=_array(_RESULT, maxItems=25_000),
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        "$schema version runs",
        **{
            "$schema": {"type": "string", "format": "uri"},
            "version": {"const": "2.1.0"},
            "runs": _array(_RUN, minItems=1, maxItems=20),
        },
    ),
}
