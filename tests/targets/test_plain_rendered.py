"""What is found plain of the other rendered files has no problem by the models; what is rendered is plain."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.targets import DOCUMENTS, Document
from o11ygen.targets.foreign import dialect_of
from o11ygen.targets.model import Target, judge
from o11ygen.targets.plain import is_plain
from o11ygen.targets.shapes import shapes
from o11ygen.version import Version
from o11ygen.yamlread import read
from tests.programs import ROOT
from tests.targets.made_of_shapes import Made
from tests.targets.test_cases import CASES, document_text
from tests.targets.test_plain_configs import changed, places

NAMES = {
    "blackbox.yml": "blackbox",
    "docker-compose.yml": "compose",
    "datasources.yaml": "datasources",
    "dashboards.yaml": "dashboard-providers",
    "jaeger.yaml": "jaeger",
    "ui-config.json": "jaeger-ui",
    "sampling-strategies.json": "sampling",
    "web-config.yml": "web",
}
KINDS = (*NAMES.values(), "otel")
RELEASES = {
    "alertmanager": ("0.21", "0.25", "0.28", "0.33"),
    "blackbox": ("0.16", "0.19", "0.22", "0.25", "0.28"),
    "grafana": ("10.4", "11.1", "12.0"),
    "jaeger": ("2.0", "2.2", "2.6", "2.12", "2.18", "2.21"),
    "prometheus": ("2.30", "2.45", "2.50", "3.8", "3.12"),
}
PARTS = [name for name, shape in shapes().items() if "relations" in shape]


def model_of(name: str) -> type[Target]:
    module, _, model = name.rpartition(".")
    found: type[Target] = getattr(import_module(f"o11ygen.targets.{module}"), model)
    return found


def releases(document: Document) -> list[dict[str, Version]]:
    found = RELEASES.get(document.system)
    return [{document.system: Version.parse(release)} for release in found] if found else [{}]


def is_accepted(document: Document, value: Any, versions: dict[str, Version]) -> bool:
    return judge(document.model, value, versions) == ()


def files() -> Iterator[Path]:
    """The expected files of all renderers, and those of the example."""
    for folder in (ROOT / "tests" / "renderers", ROOT / "output"):
        yield from (file for file in sorted(folder.rglob("*")) if file.name in NAMES or file.suffix == ".env")


def rendered(file: Path) -> tuple[str, Any]:
    if file.suffix == ".env":
        return "otel", variables(file)
    return NAMES[file.name], yaml.safe_load(file.read_text("utf-8"))


def variables(file: Path) -> dict[str, str]:
    lines = (line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


RENDERED = [rendered(file) for file in files()]
TEXTS = [(NAMES[file.name], file.read_text("utf-8")) for file in files() if file.name in NAMES]
CASE_TEXTS = [
    (table["kind"], document_text(table, text))
    for table in CASES.values()
    if table["kind"] in KINDS
    for case in (*table.get("cases", ()), *table.get("releases", ()))
    for text in (case.get("good"), case.get("bad"), case.get("text"))
    if text is not None
]
WRONG: tuple[Any, ...] = (
    *("", "x", "0", "5m", "a b", "é", "\ud800", "$x", "${env:X}", "http://", "(", "/", "a:80", "CMD"),
    *(..., None, 0, 5, -1, 2**63, True, False, 1.5, float("nan")),
    *([], {}, ["x"], ["x", "x"], [None], {"": "x"}, {"x": "y"}, [{}]),
)


def test_every_kind_is_rendered() -> None:
    assert {kind for kind, _ in RENDERED} == set(KINDS)


def test_what_is_rendered_is_plain() -> None:
    for kind, value in RENDERED:
        document = DOCUMENTS[kind]
        for versions in releases(document):
            assert is_plain(document.shape, value, versions) == is_accepted(document, value, versions), (kind, value)


@pytest.mark.parametrize(("kind", "text"), CASE_TEXTS)
def test_what_is_plain_of_the_cases_has_no_problem(kind: str, text: str) -> None:
    document, value = DOCUMENTS[kind], yaml.safe_load(text) or {}
    for versions in releases(document):
        if is_plain(document.shape, value, versions):
            assert is_accepted(document, value, versions)


@pytest.mark.parametrize(("kind", "text"), [*CASE_TEXTS, *TEXTS])
def test_what_is_plain_of_a_file_has_no_problem(kind: str, text: str) -> None:
    """As `validate` reads it: scalars keep their spelling."""
    document = DOCUMENTS[kind]
    for versions in releases(document):
        dialect = dialect_of(kind, versions)
        value = read(text.encode(), dialect=dialect).value
        if is_plain(document.shape, value, versions):
            assert judge(document.model, value, versions, library=dialect.library) == ()


@settings(max_examples=300)
@given(st.data(), st.sampled_from(RENDERED))
def test_what_is_plain_after_a_change_has_no_problem(data: st.DataObject, of: tuple[str, Any]) -> None:
    kind, value = of
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.sampled_from(list(places(value)))) if value else ()
        value = changed(value, at, data.draw(st.sampled_from(WRONG)))
    document = DOCUMENTS[kind]
    versions = data.draw(st.sampled_from(releases(document)))
    if is_plain(document.shape, value, versions):
        assert is_accepted(document, value, versions)


@settings(max_examples=300)
@given(st.integers(0, 10**9), st.sampled_from(PARTS), st.sampled_from([2, 5, 20]))
def test_what_is_plain_of_made_parts_has_no_problem(seed: int, name: str, rarity: int) -> None:
    value = Made(seed, rarity=rarity).part(name)
    for number in range(-3, 0):
        versions = {system: Version.parse(known[number]) for system, known in RELEASES.items()}
        if is_plain(name, value, versions):
            assert judge(model_of(name), value, versions) == ()
