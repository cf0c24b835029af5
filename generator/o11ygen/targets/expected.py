"""What the value of a field should have been, in the words of a YAML file rather than of Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_EXPECTED = {
    "bool_type": "must be `true` or `false`, without quotes",
    "int_type": "must be a whole number, without quotes",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number, without quotes",
    "finite_number": "must be a finite number",
    "string_type": "must be text",
    "list_type": "must be a list",
    "dict_type": "must be a mapping of names to values",
    "model_type": "must be a mapping of fields to values",
    "model_attributes_type": "must be a mapping of fields to values",
}


def expected(kind: str, context: Mapping[str, Any]) -> str:
    """The message for one of pydantic's kinds of error; empty where pydantic's own reads well."""
    if kind == "literal_error":
        return f"must be one of {context['expected']}".replace("'", "`")
    if kind == "too_short":
        return "must have an item" if context["field_type"] == "List" else "must not be empty"
    if kind == "greater_than_equal":
        return f"must be {context['ge']} or more"
    if kind == "less_than_equal":
        return f"must be {context['le']} or less"
    return _EXPECTED.get(kind, "")
