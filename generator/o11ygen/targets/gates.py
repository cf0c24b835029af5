"""Version gates: annotated metadata that says which releases know a field, and refuses it elsewhere.

The declared versions come from pydantic's validation context; without one, as when a document is built, nothing is
refused. In the JSON Schema a gate is `x-since`, `x-removed` or `deprecated`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from o11ygen.targets.systems import title
from o11ygen.version import Version


def spelling(field: str) -> str:
    """`for_` in Python is `for` in the file."""
    return field.removesuffix("_")


class _Gate:
    """Annotated metadata that judges a field by the version in the validation context."""

    def check(self, versions: Mapping[str, Version], field: str) -> None:
        raise NotImplementedError  # each gate below says what it refuses

    def describe(self) -> dict[str, Any]:
        raise NotImplementedError  # each gate below says how the JSON Schema shows it

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler(source)

        def gate(value: Any, info: ValidationInfo) -> Any:
            if info.context is not None and info.context.get("gates", True):
                self.check(info.context.get("versions", {}), spelling(info.field_name or ""))
            return value

        return core_schema.with_info_before_validator_function(gate, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), **self.describe()}


class Since(_Gate):
    """The first release that knows the field, by system: `Since(prometheus="2.42")`."""

    def __init__(self, **releases: str) -> None:
        self.releases = {system: Version.parse(release) for system, release in releases.items()}

    def check(self, versions: Mapping[str, Version], field: str) -> None:
        """Refuse the field below its first release."""
        for system, first in self.releases.items():
            declared = versions.get(system)
            if declared is not None and declared[:2] < first[:2]:
                raise PydanticCustomError(
                    "o11ygen_version",
                    "`{field}` needs {system} {first}; judged as {declared}",
                    {"field": field, "system": title(system), "first": str(first), "declared": str(declared)},
                )

    def knows(self, versions: Mapping[str, Version]) -> bool:
        """Whether the declared release has the field."""
        return all(versions.get(system, first)[:2] >= first[:2] for system, first in self.releases.items())

    def describe(self) -> dict[str, Any]:
        """`x-since` in the JSON Schema."""
        return {"x-since": {system: str(first) for system, first in self.releases.items()}}


class Removed(_Gate):
    """The first release that no longer knows the field, and what took its place."""

    def __init__(self, instead: str, **releases: str) -> None:
        self.instead = instead
        self.releases = {system: Version.parse(release) for system, release in releases.items()}

    def check(self, versions: Mapping[str, Version], field: str) -> None:
        """Refuse the field from the release that dropped it."""
        for system, gone in self.releases.items():
            declared = versions.get(system)
            if declared is not None and declared[:2] >= gone[:2]:
                raise PydanticCustomError(
                    "o11ygen_version",
                    "`{field}` is gone since {system} {gone}; judged as {declared}",
                    {
                        "field": field,
                        "system": title(system),
                        "gone": str(gone),
                        "declared": str(declared),
                        "hint": self.instead,
                    },
                )

    def knows(self, versions: Mapping[str, Version]) -> bool:
        """Whether the declared release still has the field."""
        return all(system not in versions or versions[system][:2] < gone[:2] for system, gone in self.releases.items())

    def describe(self) -> dict[str, Any]:
        """`x-removed` in the JSON Schema."""
        return {"x-removed": {system: str(gone) for system, gone in self.releases.items()}}


class Deprecated(_Gate):
    """The release from which the target warns of the field, and what to write instead."""

    def __init__(self, instead: str, **releases: str) -> None:
        self.instead = instead
        self.releases = {system: Version.parse(release) for system, release in releases.items()}

    def check(self, versions: Mapping[str, Version], field: str) -> None:
        """Report the field from that release on; `judge` makes a warning of it."""
        for system, since in self.releases.items():
            declared = versions.get(system)
            if declared is not None and declared[:2] >= since[:2]:
                raise PydanticCustomError(
                    "o11ygen_deprecated",
                    "`{field}` is deprecated since {system} {since}",
                    {"field": field, "system": title(system), "since": str(since), "hint": self.instead},
                )

    def describe(self) -> dict[str, Any]:
        """`deprecated` in the JSON Schema."""
        return {"deprecated": True, "x-deprecated": {system: str(since) for system, since in self.releases.items()}}
