"""`per_env` stands for the value of any field, of any type; what is left out has a reason."""

from __future__ import annotations

import pytest

from o11ygen.spec import vocabulary
from o11ygen.spec.model import Spec
from o11ygen.spec.varying import varies
from tests.per_env import CLASSES, FIELDS, MODELS, exception


def test_every_class_of_the_vocabulary_is_walked() -> None:
    exported = {one for name in vocabulary.__all__ if isinstance(one := getattr(vocabulary, name), type)}
    assert {one for one in exported if issubclass(one, Spec)} <= set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_may_differ_by_environment(model: type[Spec]) -> None:
    refused = [name for name, info in model.model_fields.items() if not exception(model, name) and not varies(info)]
    assert refused == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_exceptions_are_needed(model: type[Spec]) -> None:
    needless = [name for name, info in model.model_fields.items() if exception(model, name) and varies(info)]
    assert needless == []


def test_exceptions_exist() -> None:
    fields = {f"{model.__name__}.{name}" for model in MODELS for name in model.model_fields}
    assert set(FIELDS) <= fields
    assert set(CLASSES) <= {model.__name__ for model in MODELS}
