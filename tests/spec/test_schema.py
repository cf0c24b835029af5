"""The JSON Schema of the author's model, and that every word of it is explained."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from o11ygen.spec import vocabulary
from o11ygen.spec.model import Spec
from o11ygen.spec.schema import spec_schema

MODELS = sorted(
    {
        value
        for name in vocabulary.__all__
        if isinstance(value := getattr(vocabulary, name), type) and issubclass(value, Spec)
    },
    key=lambda model: model.__name__,
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return spec_schema()


def test_it_is_a_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {model.__name__ for model in MODELS} <= schema["$defs"].keys()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_class_and_field_is_described(model: type[Spec]) -> None:
    assert (inspect.getdoc(model) or "").partition("\n")[0].endswith((".", ":", "`."))
    for name, field in model.model_fields.items():
        assert field.description, f"{model.__name__}.{name}"
        assert field.description.endswith("."), f"{model.__name__}.{name}"


@pytest.mark.parametrize(
    ("definition", "value", "valid"),
    [
        ("Alert", {"name": "Down", "expr": "up == 0", "severity": "warning"}, True),
        ("Alert", {"name": "Down"}, False),
        ("Alert", {"name": "Down", "expr": "up", "fore": "5m"}, False),
        ("Level", {"threshold": 0.5, "params": {"a": "x"}}, True),
        ("Label", {"name": "a", "cardinality": 0}, False),
        ("TimeSeriesPanel", {"title": "A", "queries": ["up"], "width": 25}, False),
    ],
)
def test_it_judges(schema: dict[str, Any], definition: str, value: dict[str, Any], valid: bool) -> None:
    own = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    assert Draft202012Validator(own).is_valid(value) is valid


def test_it_says_what_may_differ_by_environment(schema: dict[str, Any]) -> None:
    fields = schema["$defs"]["Alert"]["properties"]
    assert fields["expr"]["x-varies"] is True
    assert "x-varies" not in fields["name"]
