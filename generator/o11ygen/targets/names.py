"""Which label and metric names a version accepts.

Prometheus knows the legacy characters only below 3.0; from there any UTF-8, unless the file asks for `legacy`.
Alertmanager takes UTF-8 names in matchers and `group_by` from 0.27, in `equal` from 0.28.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from o11ygen.targets.model import refuse
from o11ygen.targets.relation import Versions, at_least

legacy_label = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*").fullmatch
legacy_metric = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*").fullmatch


def is_utf8(name: str) -> bool:
    """Whether the name is not empty and can be written as UTF-8 (no lone surrogates)."""
    return bool(name) and (name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name))


def label_fault(name: str, *, utf8: bool) -> str:
    """Why `name` can't name a label, or nothing."""
    if legacy_label(name) or (utf8 and is_utf8(name)):
        return ""
    return f"`{name}` is not a label name" if name else "a label name must not be empty"


def label_hint(system: str, *, since: str) -> str:
    """What to write instead of a name that only newer releases accept."""
    return f"Use letters, digits and underscores; other characters need {system} {since}"


def prometheus_utf8(versions: Versions) -> bool:
    """Whether Prometheus of that version accepts UTF-8 names by default."""
    return at_least(versions, prometheus="3.0")


class _LabelName:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(_label_name, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1}


def _label_name(name: str, info: ValidationInfo) -> str:
    if not legacy_label(name):
        fault = label_fault(name, utf8=prometheus_utf8((info.context or {}).get("versions", {})))
        if fault:
            raise refuse(fault, label_hint("Prometheus", since="3.0"))
    return name


LabelName: TypeAlias = Annotated[str, _LabelName()]
