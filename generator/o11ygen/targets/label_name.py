"""The type of a field that holds the name of a label."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from o11ygen.targets.model import refuse
from o11ygen.targets.names import label_fault, label_hint, legacy_label, prometheus_utf8


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
