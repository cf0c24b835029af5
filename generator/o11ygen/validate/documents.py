"""Reads and judges one document: how its kind is read, the model of its fields, and what is judged beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from o11ygen import yamlread
from o11ygen.finding import Severity
from o11ygen.targets import DOCUMENTS
from o11ygen.targets.plain import is_plain
from o11ygen.validate.context import Context, Reference
from o11ygen.validate.flaw import Flaw, Path
from o11ygen.validate.kinds import KINDS
from o11ygen.validate.manifests import LISTS
from o11ygen.validate.reading import Read, read_text
from o11ygen.yamlread import Fault, Place

if TYPE_CHECKING:
    from o11ygen.targets.model import Target

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
    "jaeger": "jaeger",
    "sampling": "sampling",
    "jaeger-ui": "jaeger_ui",
    "provisioning": "provisioning",
    "compose": "compose",
    "rule-manifests": "manifests",
    "file-sd": "target_groups",
    "web": "web",
}
# Kinds whose model holds what o11ygen renders, and what others write is read more leniently: their judge does all.
_READ_LENIENTLY = frozenset(("compose", "sampling", "jaeger-ui"))
# What a file of an unknown kind is read as, so that the largest files are read once.
READS_FIRST = yamlread.GO_YAML_3
# Kinds whose files are read as those of another.
_READ_AS = {"scrape-configs": "prometheus", "prometheus-rule": "rules"}


def read_document(data: bytes, kind: str, *, context: Context, recognised: Read | None = None) -> Read:
    """The document as the program that reads this kind does; `recognised` is what `READS_FIRST` made of it."""
    form = KINDS[kind].form if kind in KINDS else "yaml"
    if form == "text":
        return read_text(data)
    if form == "json" or (kind == "file-sd" and data.lstrip()[:1] == b"["):
        return yamlread.read_json(data)
    dialect = _dialect(kind, context)
    return recognised if recognised is not None and dialect == READS_FIRST else yamlread.read(data, dialect=dialect)


def _dialect(kind: str, context: Context) -> yamlread.Dialect:
    from o11ygen.targets.foreign import dialect_of

    return dialect_of(_READ_AS.get(kind, kind), context.versions)


def faults_of(document: Read, kind: str) -> list[Fault]:
    """What is wrong with a document before its fields are judged, as far as the program that reads this kind minds."""
    from o11ygen.targets.foreign import DEEPEST, counts

    model = _model(narrowed(kind, document.value)) if document.faults else None
    found = [fault for fault in document.faults if model is None or counts(model, fault)]
    if getattr(document, "depth", 0) > DEEPEST:
        message = f"the document is nested {document.depth} levels deep; it is judged up to {DEEPEST}"
        found.append(Fault(Place(1, 1), message, "Write it flatter."))
    return found


def is_judged(document: Read) -> bool:
    """Whether the document has a value whose fields can be judged."""
    from o11ygen.targets.foreign import DEEPEST

    return not document.refused and document.depth <= DEEPEST


def narrowed(kind: str, value: Any) -> str:
    """The kind of document: `rules` may be a manifest, or a list of them."""
    if not isinstance(value, Mapping):
        return kind
    if kind == "rules" and value.get("kind") in LISTS:
        return "rule-manifests"
    if kind == "rules" and ("kind" in value or "apiVersion" in value):
        return "prometheus-rule"
    return kind


def judge_document(value: Any, kind: str, context: Context) -> Iterator[Flaw | Reference]:
    """What is wrong with a document of a kind, and the files that belong to it."""
    kind = narrowed(kind, value)
    if kind in DOCUMENTS and kind not in _READ_LENIENTLY:
        yield from _judge_fields(value, kind, context)
    if kind in _JUDGES:
        judge = import_module(f"o11ygen.validate.{_JUDGES[kind]}").judge
        yield from judge(value, context)


def _judge_fields(value: Any, kind: str, context: Context) -> Iterator[Flaw]:
    document = DOCUMENTS[kind]
    if is_plain(document.shape, value, context.versions):
        return
    from o11ygen.targets.model import judge

    dialect = _dialect(kind, context)
    if value is None:
        value = [] if document.is_list else {}
    library = dialect.library if dialect.typed else 0
    whole = {"groups": value} if document.is_list else value
    problems = judge(document.model, whole, context.versions, library=library)
    # A field that is there under a wrong name is not told to be missing as well.
    meant = {(*one.path[:-1], one.hint): None for one in problems if one.kind == "unknown"}
    for problem in problems:
        if problem.message.endswith(" is required") and _is_meant(problem.path, meant):
            continue
        path = problem.path[1:] if document.is_list else problem.path
        yield _flaw(document.area, problem.kind, problem.message, problem.hint, path)


def _is_meant(path: Path, meant: Mapping[Path, None]) -> bool:
    return bool(path) and (*path[:-1], f'Did you mean "{path[-1]}"?') in meant


def _model(kind: str) -> type[Target] | None:
    return DOCUMENTS[kind].model if kind in DOCUMENTS and kind not in _READ_LENIENTLY else None


def _flaw(area: str, kind: str, message: str, hint: str, path: Path) -> Flaw:
    soft = kind in ("deprecated", "advice")
    return Flaw(
        f"{area}/{'field' if kind == 'unknown' else kind}",
        message,
        hint or ("Remove it, or run a release that has it." if kind == "version" else ""),
        path,
        Severity.WARNING if soft else Severity.ERROR,
        refused=not soft and kind != "server",
        on_key=kind in ("unknown", "version", "deprecated"),
    )
