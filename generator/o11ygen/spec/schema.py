"""The JSON Schema of the author's model, from the models themselves."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from o11ygen.spec import vocabulary
from o11ygen.spec.model import Spec
from o11ygen.spec.parts import PartsInPlace


def spec_schema() -> dict[str, Any]:
    """One document with a definition for every class of the vocabulary; `x-varies` marks what may be a `per_env`."""
    models = sorted(
        {
            value
            for name in vocabulary.__all__
            if isinstance(value := getattr(vocabulary, name), type) and issubclass(value, Spec)
        },
        key=lambda model: model.__name__,
    )
    _, schema = models_json_schema(
        [(model, "validation") for model in models],
        ref_template="#/$defs/{model}",
        title="o11ygen spec",
        schema_generator=PartsInPlace,
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
