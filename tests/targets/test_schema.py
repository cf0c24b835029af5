"""The JSON Schemas by release: which fields they have, and that they accept what the models accept."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from o11ygen.targets.schema import KINDS, document_schema
from o11ygen.version import Version
from tests.targets.judging import faults
from tests.targets.test_cases import CASES, document_text

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = ROOT / "output/production"
RELEASES = {
    "prometheus": ("2.42", "3.5"),
    "prometheus-agent": ("2.42", "3.5"),
    "rules": ("2.42", "3.5"),
    "web": ("2.42", "3.5"),
    "alertmanager": ("0.25", "0.28"),
    "blackbox": ("0.24", "0.27"),
}
# Words of a fault about a field that a release lacks, and not about its value.
_ABOUT_A_FIELD = ("` needs ", "` is gone since ")


@cache
def _schema(kind: str, version: str = "") -> dict[str, Any]:
    return document_schema(kind, version=Version.parse(version) if version else None)


@cache
def _validator(kind: str, version: str = "") -> Any:
    schema = _schema(kind, version)
    return jsonschema.validators.validator_for(schema)(schema)


def _fields(kind: str, part: str, version: str = "") -> set[str]:
    schema = _schema(kind, version)
    return set((schema["$defs"][part] if part else schema)["properties"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_one(kind: str) -> None:
    """Of the draft that editors read; the compose specification has chosen its own."""
    draft = jsonschema.Draft202012Validator if kind == "compose" else jsonschema.Draft7Validator
    assert isinstance(_validator(kind), draft)
    draft.check_schema(_schema(kind))


@pytest.mark.parametrize(
    ("kind", "part", "field", "without", "with_"),
    [
        ("rules", "Rule", "keep_firing_for", "2.41", "2.42"),
        ("rules", "RuleGroup", "labels", "2.55", "3.0"),
        ("prometheus", "", "scrape_config_files", "2.42", "2.43"),
        ("prometheus", "ScrapeConfig", "scrape_classic_histograms", "3.0", "2.55"),
        ("alertmanager", "Receiver", "discord_configs", "0.24", "0.25"),
        ("alertmanager", "Receiver", "hipchat_configs", "0.21", "0.20"),
        ("web", "", "rate_limit", "3.7", "3.8"),
    ],
)
def test_a_field_is_there_in_the_releases_that_know_it(
    kind: str, part: str, field: str, without: str, with_: str
) -> None:
    assert field in _fields(kind, part)
    assert field in _fields(kind, part, with_)
    assert field not in _fields(kind, part, without)


def test_a_part_that_no_field_of_the_release_needs_is_left_out() -> None:
    assert "DiscordConfig" in _schema("alertmanager", "0.25")["$defs"]
    assert "DiscordConfig" not in _schema("alertmanager", "0.24")["$defs"]


def test_releases_are_told_in_words_of_the_own_program() -> None:
    field = _schema("rules")["$defs"]["Rule"]["properties"]["keep_firing_for"]
    assert field["description"].endswith(". Since Prometheus 2.42.")
    assert field["x-since"] == {"prometheus": "2.42"}
    assert "title" not in field
    assert "default" not in field
    shared = _schema("alertmanager")["$defs"]["HTTPClient"]["properties"]["bearer_token"]
    assert shared["x-deprecated"] == {"alertmanager": "0.22"}
    assert "Prometheus" not in shared["description"]


@pytest.mark.parametrize(("version", "deprecated"), [("", True), ("0.21", False), ("0.22", True), ("0.28", True)])
def test_a_field_is_deprecated_from_a_release_on(version: str, deprecated: bool) -> None:
    field = _schema("alertmanager", version)["$defs"]["Route"]["properties"]["match"]
    assert field.get("deprecated", False) is deprecated
    assert ("x-deprecated" in field) is deprecated


def test_targets_of_file_sd_are_a_list() -> None:
    assert _schema("file-sd")["type"] == "array" or {"type": "null"} in _schema("file-sd")["anyOf"]
    assert _validator("file-sd").is_valid([{"targets": ["app:80"], "labels": {"env": "dev"}}])
    assert not _validator("file-sd").is_valid([{"target": ["app:80"]}])
    assert not _validator("file-sd").is_valid({"groups": []})


def test_a_dashboard_is_told_from_one_with_a_wrong_panel() -> None:
    board = {"title": "A", "panels": [{"type": "timeseries", "title": "p"}], "schemaVersion": 41}
    assert _validator("dashboard").is_valid(board)
    assert not _validator("dashboard").is_valid({**board, "panels": [{"type": "timeseries", "title": 1}]})


def test_a_compose_file() -> None:
    assert _validator("compose").is_valid({"services": {"app": {"image": "app:1"}}})
    assert not _validator("compose").is_valid({"services": ["app"]})


@pytest.mark.parametrize(
    ("name", "version"),
    [(name, version) for name, table in CASES.items() for version in RELEASES.get(table["kind"], ())],
)
def test_what_the_model_accepts_in_a_release_the_schema_accepts(name: str, version: str) -> None:
    table = CASES[name]
    refused = []
    for case in table["cases"]:
        if "good" not in case or "schema" in case:
            continue
        text = document_text(table, case["good"])
        if not faults(table["kind"], text, version):
            value = yaml.safe_load(text) or {}
            refused += [
                f"{case['good']}: {error.message}" for error in _validator(table["kind"], version).iter_errors(value)
            ]
    assert refused == []


@pytest.mark.parametrize("name", [name for name, table in CASES.items() if "releases" in table])
def test_a_field_that_a_release_lacks_the_schema_refuses(name: str) -> None:
    table = CASES[name]
    wrong = []
    for case in table["releases"]:
        value = yaml.safe_load(document_text(table, case["text"])) or {}
        about_a_field = any(words in case["fault"] for words in _ABOUT_A_FIELD) and "; judged as" in case["fault"]
        if about_a_field and _validator(table["kind"], case["refused"]).is_valid(value):
            wrong.append(f"{case['refused']} accepts {case['text']}")
        if not _validator(table["kind"], case["accepted"]).is_valid(value):
            wrong.append(f"{case['accepted']} refuses {case['text']}")
    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "system", "files"),
    [
        ("prometheus", "prometheus", "prometheus/prometheus.yml"),
        ("rules", "prometheus", "prometheus/*-rules.yml"),
        ("alertmanager", "alertmanager", "alertmanager/alertmanager.yml"),
        ("blackbox", "blackbox_exporter", "blackbox/blackbox.yml"),
        ("jaeger", "jaeger", "jaeger/jaeger.yaml"),
        ("sampling", "jaeger", "jaeger/sampling-strategies.json"),
        ("jaeger-ui", "jaeger", "jaeger/ui-config.json"),
        ("datasources", "grafana", "grafana/provisioning/datasources/*.yaml"),
        ("dashboard-providers", "grafana", "grafana/provisioning/dashboards/*.yaml"),
        ("dashboard", "", "grafana/dashboards/*/*.json"),
        ("compose", "", "docker-compose.yml"),
    ],
)
def test_what_is_rendered_fits_the_schema_of_its_release(kind: str, system: str, files: str) -> None:
    declared = yaml.safe_load((PRODUCTION / "versions.yml").read_text("utf-8"))
    found = sorted(PRODUCTION.glob(files))
    assert found
    for file in found:
        value = (json.loads if file.suffix == ".json" else yaml.safe_load)(file.read_text("utf-8"))
        errors = _validator(kind, declared[system] if system else "").iter_errors(value)
        assert [f"{error.json_path}: {error.message}" for error in errors] == [], file.name


def test_the_published_schemas_are_those_of_the_models() -> None:
    """Each kind has its file, and what it says is what `o11ygen schema` prints; `make docs` writes them."""
    folder = ROOT / "generator/o11ygen/schemas"
    published = {file.name.removesuffix(".schema.json"): json.loads(file.read_bytes()) for file in folder.iterdir()}
    assert published.keys() == {*KINDS} - {"compose"}
    agent = published.pop("prometheus-agent")
    assert agent["allOf"] == [{"$ref": "prometheus.schema.json"}]
    beside = Registry().with_resource("prometheus.schema.json", Resource.from_contents(published["prometheus"]))
    judge = jsonschema.Draft7Validator(agent, registry=beside)
    assert judge.is_valid({"remote_write": [{"url": "https://metrics.example.com/write"}]})
    assert not judge.is_valid({"remote_writes": []})
    assert _schema("prometheus-agent")["properties"] == published["prometheus"]["properties"]
    assert [kind for kind, schema in published.items() if schema != _schema(kind)] == []
