"""What builders of documents know of a model without loading it is what the model says."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from o11ygen.targets import outlined
from o11ygen.targets.discovery.registry import ConsulSD
from o11ygen.targets.model import Target, inner_model, inner_models
from o11ygen.targets.outline import Outline, outline, outline_of
from o11ygen.targets.receivers import Receiver
from o11ygen.targets.shapes import name_of, shapes
from tests.programs import ROOT

_GENERATE = """
import sys
from o11ygen.cli import main
try:
    main(["generate", "--out", sys.argv[1]])
except SystemExit:
    print(*sys.modules)
"""


def model_of(name: str) -> type[Target]:
    module, _, model = name.rpartition(".")
    found: type[Target] = getattr(import_module(f"o11ygen.targets.{module}"), model)
    return found


@pytest.mark.parametrize("name", [*shapes(), name_of(ConsulSD)])
def test_an_outline_has_the_fields_and_parts_of_its_model(name: str) -> None:
    model, found = model_of(name), outline(name)
    assert list(found.fields.items()) == [(field, info.alias) for field, info in model.model_fields.items()]
    for alias in found.fields.values():
        part, held = found.part(alias), inner_model(model, alias)
        assert (part and part.name) == (held and name_of(held))
    assert found.known(()) == tuple(found.fields.values())
    assert outline_of(model) is found


def test_a_part_of_a_part_is_found_by_its_place() -> None:
    found = outline_of(Receiver).known(("webhook_configs", 0, "http_config", "basic_auth"))
    assert found == ("username", "username_file", "username_ref", "password", "password_file", "password_ref")


def test_what_is_no_part_has_no_outline() -> None:
    assert outline_of(Receiver).part("name") is None
    assert inner_models(Receiver)["sns_configs"] == "receivers.paging.SNSConfig"


def test_a_model_of_others_is_its_own_outline() -> None:
    class Inner(Target):
        from_: str

    class Outer(Target):
        inner: list[Inner]

    found = outline_of(Outer)
    assert (found.fields, found.known(("inner", 0))) == ({"inner": "inner"}, ("from",))


def test_modules_of_models_have_outlines_in_their_place() -> None:
    assert isinstance(outlined.compose.Service, Outline)
    assert outlined.static.StaticConfig is outline("discovery.static.StaticConfig")


def test_a_model_that_is_not_there_is_no_outline() -> None:
    with pytest.raises(AttributeError, match="Servise"):
        _ = outlined.compose.Servise


def test_the_example_is_generated_without_a_model(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _GENERATE, str(tmp_path / "out")]
    modules = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    assert "o11ygen.targets.plain" in modules
    models = {f"o11ygen.targets.{name.rpartition('.')[0]}" for name in (*shapes(), "model.Target")}
    assert sorted(models.intersection(modules)) == []
