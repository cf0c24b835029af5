"""Rung 3 of the ladder: what is rendered, judged by the target's own rules for the declared versions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from o11ygen.artifact import Artifact, prove, value_around
from o11ygen.finding import Finding, Location, Severity
from o11ygen.renderer import in_words, written_at
from o11ygen.resolved import Environment
from o11ygen.targets import DOCUMENTS, Document
from o11ygen.targets.dashboard import judge_dashboard
from o11ygen.targets.plain import is_plain
from o11ygen.targets.problem import Problem
from o11ygen.targets.rule_likeness import likeness
from o11ygen.version import Version

# The name of a system's version in an environment, where the models call the system otherwise.
_VERSIONS = {"blackbox": "blackbox_exporter"}
# So many rules that the call does not count, and so few that their models take no memory to speak of.
_AT_ONCE = 500
_LACKS = "Leave it out where it does not exist (`per_env`), or declare a version that has it."


def prove_artifact(artifact: Artifact, environment: Environment) -> Iterator[Finding]:
    """Every reason why the target would refuse the file, at the place of the spec that it came from.

    First that the text reads back as the value it was rendered from; a difference is a bug of the renderer, and is
    reported rather than written.
    """
    difference = prove(artifact)
    if difference:
        yield Finding(
            "yaml/roundtrip",
            Severity.ERROR,
            f"{artifact.path} does not read back as what was meant: {difference}",
            "This is a bug of o11ygen; please report it with the spec that shows it.",
            Location(f"{environment.name}/{artifact.path}"),
            environments=(environment.name,),
        )
        return
    for problem in _problems(artifact, environment.versions):
        yield _finding(artifact, environment, problem)


def _problems(artifact: Artifact, versions: Mapping[str, Any]) -> tuple[Problem, ...]:
    if artifact.target == "dashboard" and isinstance(artifact.value, Mapping):
        return judge_dashboard(artifact.value)
    document = DOCUMENTS.get(artifact.target)
    if document is None:
        return ()
    # Systems share models, such as the HTTP client: only the version of the one that reads the file decides.
    version = versions.get(_VERSIONS.get(document.system, document.system))
    declared = {} if version is None else {document.system: version}
    if artifact.blocks and artifact.target == "rules" and _accepted_in_parts(artifact, declared):
        return ()
    problems = _judged(document, artifact.value, declared)
    return problems or tuple(_unscrapable(artifact, declared))


def _unscrapable(artifact: Artifact, declared: Mapping[str, Version]) -> Iterator[Problem]:
    """The listed targets that relabeling spoils: promtool makes them, and refuses the file for one that is none."""
    if artifact.target != "prometheus" or not isinstance(artifact.value, Mapping):
        return
    for index, job in enumerate(artifact.value.get("scrape_configs", ())):
        if "relabel_configs" in job and "static_configs" in job:
            from o11ygen.relabeled.targets import MEND, faults

            for place, message in faults(job, artifact.value.get("global", {}), declared):
                yield Problem(("scrape_configs", index, *place), message, MEND, "target")


def _judged(document: Document, value: object, declared: Mapping[str, Version]) -> tuple[Problem, ...]:
    # Most are plainly right, and to load a model and compile its validators takes longer than to render the file.
    if is_plain(document.shape, value, declared):
        return ()
    from o11ygen.targets.model import judge

    return judge(document.model, value, declared)


def _accepted_in_parts(artifact: Artifact, declared: Mapping[str, Version]) -> bool:
    """Whether a rule file has no fault: each rule by itself, once for all environments of a version, and the rest.

    No rule of Prometheus is right or wrong by what stands in another, so the parts together are the whole.
    """
    version = tuple(declared.items())
    new = [block for block in artifact.blocks if version not in block.accepted]
    judged = _unlike(block.value for block in new)
    for first in range(0, len(judged), _AT_ONCE):
        rules = judged[first : first + _AT_ONCE]
        if _judged(DOCUMENTS["rules"], {"groups": [{"name": "new", "rules": rules}]}, declared):
            return False
    for block in new:
        block.accepted += (version,)
    return not _judged(DOCUMENTS["rules"], value_around(artifact), declared)


def _unlike(rules: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rules without those that are like an earlier one, and so accepted if that is."""
    seen: set[Hashable] = set()
    result: list[Mapping[str, Any]] = []
    for rule in rules:
        alike = likeness(rule)
        if alike is None or alike not in seen:
            seen.add(alike)
            result.append(rule)
    return result


def _finding(artifact: Artifact, environment: Environment, problem: Problem) -> Finding:
    document = DOCUMENTS.get(artifact.target)
    area = document.area if document is not None else "grafana"
    kind = "field" if problem.kind == "unknown" else problem.kind
    source, location = written_at(artifact, problem.path)
    message, hint = in_words(artifact, problem.path, problem.message, problem.hint)
    message = f"{message} (at `{problem.place}` of {artifact.path})" if problem.path else message
    return Finding(
        f"{area}/{kind}",
        Severity.WARNING if problem.kind == "deprecated" else Severity.ERROR,
        f"{source.what}: {message}" if source is not None else message,
        hint or (_LACKS if problem.kind == "version" else ""),
        location if source is not None else Location(f"{environment.name}/{artifact.path}", path=problem.place),
        source.related() if source is not None else (),
        (environment.name,),
    )
