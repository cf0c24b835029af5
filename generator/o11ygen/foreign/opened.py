"""Opens the files: reads each as Prometheus or Grafana does, and tells what these refuse, as `validate` does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any

from o11ygen.finding import Finding, Location, Severity
from o11ygen.foreign.listed import groups_in
from o11ygen.foreign.written import Text
from o11ygen.validate.context import Context, Reference
from o11ygen.validate.dashboard_view import entries
from o11ygen.validate.documents import faults_of, is_judged, judge_document, read_document
from o11ygen.validate.files import Source
from o11ygen.validate.flaw import Flaw
from o11ygen.validate.found import of_fault, of_flaw, unreadable
from o11ygen.validate.kinds import KINDS
from o11ygen.validate.manifests import rule_manifests
from o11ygen.validate.opening import bytes_of, kind_of
from o11ygen.validate.reading import Content, Read
from o11ygen.validate.versions import Releases
from o11ygen.version import Version

READ = ("rules", "dashboard")
"""The kinds of files that are linted."""

# Whose releases checks may ask for.
_SYSTEMS = ("prometheus", "alertmanager", "grafana", "jaeger")
# What is told of a document that a check tells of as well, with more reason or as an error: by the check that does.
_BY_CHECKS = {
    "rules/result": "promql/result",
    "rules/duplicate": "rule/duplicate",
    "rules/interval": "rule/interval",
}
# Fields of groups that programs beside Prometheus have which evaluate the same rules.
_OTHERS = {
    "partial_response_strategy": "Thanos",
    "source_tenants": "Mimir and Loki",
    "align_evaluation_time_on_interval": "Mimir",
    "evaluation_delay": "Mimir",
    **dict.fromkeys(("concurrency", "eval_delay", "eval_offset", "notifier_headers", "params", "type"), "vmalert"),
}
# `groups`, the number of the group, the field.
_DEPTH_OF_GROUPS = 3
# Line filters and pipelines behind the braces: no PromQL has them there, and nearly all of LogQL does.
# Streams of logs have no name; each metric of a file without one would be strange.
_STREAMS = re.compile(r"\{[^{}]*\}\s*\[")
_NAMED = re.compile(r"[\w:]\s*\{|__name__|\w\s*\[")
_LOGQL = re.compile(r"\}\s*(?:\||!=\s*[\"`]|!~)")


@dataclass(slots=True, eq=False)
class Opened:
    """A file that was read: its documents, what is refused of them, and the releases by which that was judged.

    `file` is what findings call it. Without `usable` nothing of it could be judged at all.
    """

    file: str
    path: File | None
    kind: str = ""
    data: bytes = b""
    texts: list[Text] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    versions: dict[str, Version] = field(default_factory=dict)
    usable: bool = True


def open_file(
    source: Source, *, releases: Releases, features: tuple[str, ...], checks: Collection[str]
) -> Opened | None:
    """A file to lint; None for one that was found in a folder and is of another kind. `checks` are those that run."""
    opened = Opened(source.file, source.path)
    data = bytes_of(source)
    if isinstance(data, str):
        return _unusable(opened, unreadable(source.file, data))
    # Something is found in most rule files; JSON is read again, with places, in any case.
    kind, recognised = kind_of(data, source, places=data.lstrip()[:1] != b"{")
    if kind not in READ:
        return _unusable(opened, _other_kind(source.file, kind)) if source.named else None
    opened.kind, opened.data, opened.versions = kind, data, releases.of(_SYSTEMS, source.path)
    context = Context(opened.versions, features, None, syntax_only=True)
    manifests = rule_manifests(data) if kind == "rules" else []
    for part in manifests or [data]:
        document = read_document(part, kind, context=context, recognised=None if manifests else recognised)
        _judge(opened, Text(source.file, Content(part), document), context, checks)
    return opened if source.named or kind != "rules" or _has_rules(opened) else None


def _has_rules(opened: Opened) -> bool:
    """Whether a file of a folder has groups of rules, and not of something else, or can't be read."""
    groups = [group for text in opened.texts for _, group in groups_in(text.document.value)]
    return not groups or any("rules" in group for group in groups)


def _unusable(opened: Opened, finding: Finding) -> Opened:
    opened.findings.append(finding)
    opened.usable = False
    return opened


def _other_kind(file: str, kind: str) -> Finding:
    title = KINDS[kind].title if kind in KINDS else ""
    message = f"this is a file of another kind ({title})" if title else "nothing in this file tells what it is"
    hint = f"Judge it with `o11ygen validate {file}`." if title else "Name files that have `groups`, or `panels`."
    read = "rule files, manifests of rules and dashboards are linted"
    return Finding("yaml/kind", Severity.ERROR, f"{message}; {read}", hint, Location(file))


def _judge(opened: Opened, text: Text, context: Context, checks: Collection[str]) -> None:
    """Note what is refused, and keep the document if there is something in it."""
    document = text.document
    opened.findings += [of_fault(fault, opened.file) for fault in faults_of(document, opened.kind)]
    if not is_judged(document):
        return
    of_loki = opened.kind == "rules" and _is_of_loki(document.value)
    for flaw in judge_document(document.value, opened.kind, context):
        if not isinstance(flaw, Reference) and _counts(flaw, document, checks, of_loki=of_loki):
            told = _of_another_program(flaw) or flaw
            opened.findings.append(of_flaw(told, opened.file, document, text.content))
    if of_loki:
        message = "these are rules of Loki: their expressions, in LogQL, are not judged"
        place = document.place(())
        opened.findings.append(
            Finding("rules/loki", Severity.INFO, message, "", Location(opened.file, place.line, place.column))
        )
    else:
        opened.texts.append(text)


def _counts(flaw: Flaw, document: Read, checks: Collection[str], *, of_loki: bool) -> bool:
    if of_loki and flaw.id.startswith("promql/"):
        return False
    if flaw.id == "rules/field" and _is_of_mimir(flaw, document.value):
        return False
    if flaw.severity is not Severity.ERROR and flaw.id.startswith("template/"):
        return "template/syntax" not in checks
    if flaw.id == "grafana/format" and flaw.severity is Severity.INFO:
        # That the newer format is not judged: here its queries are.
        return False
    return _BY_CHECKS.get(flaw.id) not in checks


def _of_another_program(flaw: Flaw) -> Flaw | None:
    """What is to be said of a field that another program has, which evaluates rules as well; None for any other."""
    owner = _OTHERS.get(str(flaw.path[-1])) if flaw.id == "rules/field" and len(flaw.path) == _DEPTH_OF_GROUPS else None
    if owner is None:
        return None
    message = f"`{flaw.path[-1]}` is a field of {owner}; Prometheus refuses a file that has it"
    return replace(flaw, message=message, hint="", severity=Severity.INFO, refused=False)


def _is_of_mimir(flaw: Flaw, value: Any) -> bool:
    """Whether the field is one of the files that `mimirtool` and `lokitool` load, which name a namespace at the top."""
    if not isinstance(value, dict) or not isinstance(value.get("namespace"), str):
        return False
    return flaw.path == ("namespace",) or flaw.path[-1:] == ("source_tenants",)


def _is_of_loki(value: Any) -> bool:
    texts = list(_expressions(value))
    return any(_LOGQL.search(text) for text in texts) or (
        bool(texts) and all(_STREAMS.search(text) and not _NAMED.search(text) for text in texts)
    )


def _expressions(value: Any) -> Iterator[str]:
    for _, group in groups_in(value):
        for _, rule in entries(group.get("rules")):
            if isinstance(rule.get("expr"), str):
                yield rule["expr"]
