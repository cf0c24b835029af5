"""Reads and judges one document: how its kind is read, the model of its fields, and what is judged beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from o11ygen import yamlread
from o11ygen.finding import Severity
from o11ygen.validate.context import Context, Reference
from o11ygen.validate.flaw import Flaw, Path
from o11ygen.validate.kinds import KINDS
from o11ygen.validate.reading import Read, read_text
from o11ygen.yamlread import Fault, Place

if TYPE_CHECKING:
    from o11ygen.targets.model import Target

# Kinds whose fields have a model: the module, its class, and the area of what it finds.
_MODELS = {
    "prometheus": ("prometheus", "PrometheusConfig", "prometheus"),
    "prometheus-agent": ("prometheus", "PrometheusAgentConfig", "prometheus"),
    "scrape-configs": ("scrape_files", "ScrapeConfigFile", "prometheus"),
    "rules": ("rules", "RuleFile", "rules"),
    "prometheus-rule": ("prometheus_rule", "PrometheusRule", "rules"),
    "tests": ("rule_tests", "RuleTests", "tests"),
    "web": ("web", "WebConfig", "prometheus"),
    "file-sd": ("target_groups", "TargetGroups", "prometheus"),
    "alertmanager": ("alertmanager", "AlertmanagerConfig", "alertmanager"),
    "blackbox": ("blackbox", "BlackboxConfig", "blackbox"),
    "jaeger": ("jaeger", "Jaeger", "jaeger"),
    "jaeger-ui": ("jaeger_ui", "JaegerUi", "jaeger"),
    "sampling": ("sampling", "SamplingStrategies", "jaeger"),
    "datasources": ("grafana_provisioning", "Datasources", "grafana"),
    "dashboard-providers": ("grafana_provisioning", "DashboardProviders", "grafana"),
}
# Kinds with a judge of their own beside the model of their fields: `judge(value, context)` of this module.
_JUDGES = {
    "prometheus": "prometheus",
    "prometheus-agent": "prometheus",
    "scrape-configs": "prometheus",
    "rules": "rule_file",
    "prometheus-rule": "rule_file",
    "tests": "tests",
    "alertmanager": "alertmanager",
    "templates": "templates",
    "dashboard": "dashboard",
    "compose": "compose",
    "web": "web",
}
# Kinds whose files are read as those of another.
_READ_AS = {"scrape-configs": "prometheus", "prometheus-rule": "rules"}
# A file that is a list, under the name that its model gives to it.
_LISTS = {"file-sd": "groups"}


def read_document(data: bytes, kind: str, *, context: Context) -> Read:
    """The document as the program that reads this kind does."""
    form = KINDS[kind].form if kind in KINDS else "yaml"
    if form == "text":
        return read_text(data)
    if form == "json" or (kind == "file-sd" and data.lstrip()[:1] == b"["):
        return yamlread.read_json(data)
    return yamlread.read(data, dialect=_dialect(kind, context))


def _dialect(kind: str, context: Context) -> yamlread.Dialect:
    from o11ygen.targets.foreign import dialect_of

    return dialect_of(_READ_AS.get(kind, kind), context.versions)


def faults_of(document: Read, kind: str) -> list[Fault]:
    """What is wrong with a document before its fields are judged, as far as the program that reads this kind minds."""
    from o11ygen.targets.foreign import DEEPEST, counts

    model = _model(narrowed(kind, document.value))
    found = [fault for fault in document.faults if model is None or counts(model, fault)]
    if getattr(document, "depth", 0) > DEEPEST:
        message = f"the document is nested {document.depth} levels deep"
        found.append(Fault(Place(1, 1), message, "Write it flatter."))
    return found


def is_judged(document: Read) -> bool:
    """Whether the document has a value whose fields can be judged."""
    from o11ygen.targets.foreign import DEEPEST

    return not document.refused and document.depth <= DEEPEST


def narrowed(kind: str, value: Any) -> str:
    """The kind of document: `rules` may be a manifest, and `provisioning` one of two files."""
    if not isinstance(value, Mapping):
        return kind
    if kind == "rules" and ("kind" in value or "apiVersion" in value):
        return "prometheus-rule"
    if kind == "provisioning":
        return "dashboard-providers" if "providers" in value else "datasources"
    return kind


def judge_document(value: Any, kind: str, context: Context) -> Iterator[Flaw | Reference]:
    """What is wrong with a document of a kind, and the files that belong to it."""
    kind = narrowed(kind, value)
    if kind in _MODELS:
        yield from _judge_fields(value, kind, context)
    if kind in _JUDGES:
        judge = import_module(f"o11ygen.validate.{_JUDGES[kind]}").judge
        yield from judge(value, context)


def _judge_fields(value: Any, kind: str, context: Context) -> Iterator[Flaw]:
    from o11ygen.targets.model import judge

    model = _model(kind)
    assert model is not None  # asked for kinds that have one
    area = _MODELS[kind][2]
    dialect = _dialect(kind, context)
    listed = _LISTS.get(kind)
    if value is None:
        value = [] if listed else {}
    library = dialect.library if dialect.typed else 0
    for problem in judge(model, {listed: value} if listed else value, context.versions, library=library):
        path = problem.path[1:] if listed else problem.path
        yield _flaw(area, problem.kind, problem.message, problem.hint, path)


def _model(kind: str) -> type[Target] | None:
    if kind not in _MODELS:
        return None
    module, name, _ = _MODELS[kind]
    model: type[Target] = getattr(import_module(f"o11ygen.targets.{module}"), name)
    return model


def _flaw(area: str, kind: str, message: str, hint: str, path: Path) -> Flaw:
    soft = kind in ("deprecated", "advice")
    return Flaw(
        f"{area}/{'field' if kind == 'unknown' else kind}",
        message,
        hint,
        path,
        Severity.WARNING if soft else Severity.ERROR,
        refused=not soft,
        on_key=kind in ("unknown", "version", "deprecated"),
    )
