import jsonschema
import pytest
import yaml

from o11ygen.targets import DOCUMENTS, Document
from o11ygen.targets.model import Since, Target
from o11ygen.targets.postponed import Later
from tests.targets.test_cases import CASES, document_text

PROMETHEUS_AND_ALERTMANAGER = ("prometheus", "prometheus-agent", "rules", "web", "alertmanager", "blackbox")


def _models(model: type[Target]) -> set[type[Target]]:
    """The model and all that its fields hold."""
    found: set[type[Target]] = set()
    waiting = [model]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(_held(field.annotation) for field in current.model_fields.values())
    return found - {Target}


def _held(annotation: object) -> type[Target]:
    if isinstance(annotation, type) and issubclass(annotation, Target):
        return annotation
    if isinstance(annotation, type) and issubclass(annotation, Later):
        return annotation.load()
    for argument in getattr(annotation, "__args__", ()):
        held = _held(argument)
        if held is not Target:
            return held
    return Target


@pytest.fixture(params=PROMETHEUS_AND_ALERTMANAGER)
def document(request: pytest.FixtureRequest) -> Document:
    return DOCUMENTS[request.param]


def test_documents_are_known_by_their_kind() -> None:
    assert set(PROMETHEUS_AND_ALERTMANAGER) <= DOCUMENTS.keys()
    assert all(document.kind == kind for kind, document in DOCUMENTS.items())


def test_every_document_has_a_json_schema(document: Document) -> None:
    schema = document.model.model_json_schema(by_alias=True)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False


def test_every_model_and_field_says_what_it_is(document: Document) -> None:
    for model in _models(document.model):
        assert model.__doc__, model
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"
            assert field.description.endswith("."), f"{model.__name__}.{name}"


def test_every_gate_names_a_system_of_the_document(document: Document) -> None:
    for model in _models(document.model):
        for name, field in model.model_fields.items():
            for gate in field.metadata:
                if isinstance(gate, Since):
                    assert document.system in gate.releases, f"{model.__name__}.{name}"


def test_the_schema_shows_releases_and_the_names_of_the_file() -> None:
    rule = DOCUMENTS["rules"].model.model_json_schema(by_alias=True)["$defs"]["Rule"]["properties"]
    assert list(rule) == ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"]
    assert rule["keep_firing_for"]["x-since"] == {"prometheus": "2.42"}
    job = DOCUMENTS["prometheus"].model.model_json_schema(by_alias=True)["$defs"]["ScrapeConfig"]["properties"]
    assert job["scrape_classic_histograms"]["x-removed"] == {"prometheus": "3.0"}
    assert job["bearer_token"]["deprecated"] is True


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_schema_accepts_what_the_model_accepts(name: str) -> None:
    table = CASES[name]
    validator = jsonschema.Draft202012Validator(DOCUMENTS[table["kind"]].model.model_json_schema(by_alias=True))
    for case in table["cases"]:
        if "good" in case:
            found = yaml.safe_load(document_text(table, case["good"])) or {}
            assert validator.is_valid(found) == ("schema" not in case), case["good"]
