"""Any valid project renders, and what is rendered reads back as what was meant."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import yaml
from hypothesis import HealthCheck, Phase, given, settings

from o11ygen import Project, check
from o11ygen.artifact import Artifact
from o11ygen.finding import Finding, Severity
from o11ygen.prove import prove_artifact
from o11ygen.renderer import RenderProblems, renderers
from o11ygen.resolve import index, relations, resolve
from tests import author
from tests.per_env import everywhere
from tests.programs import ROOT
from tests.properties.projects import projects

_SETTINGS = settings(
    max_examples=30,
    deadline=None,
    # Making a whole project smaller takes minutes; what is drawn first is small already.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def rendered(project: Project) -> tuple[dict[str, Artifact], list[Finding]]:
    """Every file of every environment by its path, and all that is wrong."""
    artifacts: dict[str, Artifact] = {}
    found = list(relations(project, ()))
    known = index(project)
    for environment in project.environments:
        resolution = resolve(project, environment, known, spec="specs")
        found += resolution.findings
        assert resolution.stack is not None
        found += check.run(resolution.stack, severities={}, used=set())
        for renderer in renderers():
            try:
                for artifact in renderer.render(resolution.stack):
                    path = f"{environment.name}/{artifact.path}"
                    assert path not in artifacts
                    artifacts[path] = artifact
                    found += prove_artifact(artifact, resolution.stack.environment)
            except RenderProblems as problems:
                found += [problem.finding(environment.name) for problem in problems.problems]
    return artifacts, found


# Texts and links are left out at random, and so are thresholds drawn; hostile labels of records may look like templates.
_EXPECTED = {"alert/text", "alert/runbook", "alert/levels", "template/recording-label"}


@_SETTINGS
@given(projects())
def test_it_renders_and_reads_back(project: Project) -> None:
    artifacts, found = rendered(project)
    wrong = [finding for finding in found if finding.severity is Severity.ERROR and finding.id not in _EXPECTED]
    assert wrong == []
    for path, artifact in artifacts.items():
        if artifact.format == "yaml":
            assert _same(yaml.safe_load(artifact.text), artifact.value), path
        elif artifact.format == "json":
            assert _same(json.loads(artifact.text), artifact.value), path


@settings(_SETTINGS, max_examples=8)
@given(projects())
def test_twice_is_the_same(project: Project) -> None:
    first, second = (rendered(project)[0] for _ in range(2))
    assert {path: one.text for path, one in first.items()} == {path: one.text for path, one in second.items()}


@settings(_SETTINGS, max_examples=15)
@given(projects())
def test_what_differs_nowhere_may_be_a_per_env_everywhere(project: Project) -> None:
    plain, found = rendered(project)
    varying, varying_found = rendered(everywhere(project))
    assert {path: one.text for path, one in plain.items()} == {path: one.text for path, one in varying.items()}
    assert [(one.id, one.message) for one in found] == [(one.id, one.message) for one in varying_found]


def test_so_may_the_example() -> None:
    project = author.loaded(ROOT).project
    assert project is not None
    plain, varying = (rendered(one)[0] for one in (project, everywhere(project)))
    assert {path: one.text for path, one in plain.items()} == {path: one.text for path, one in varying.items()}


def _same(read: object, meant: object) -> bool:
    """Whether a document reads as the value; mappings and lists of any kind, numbers by their value."""
    if meant is None:
        return True
    return json.dumps(read, sort_keys=True, default=str) == json.dumps(_plain(meant), sort_keys=True, default=str)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


_PROGRAM = """
import hashlib, sys
from pathlib import Path
from tests.author import judged
run = judged(Path(sys.argv[1]), render=True)
assert run.findings == (), run.findings
for name, artifacts in run.artifacts.items():
    for one in artifacts:
        print(name, one.path, hashlib.sha256(one.text.encode()).hexdigest())
"""


def test_another_order_of_hashes_gives_the_same_bytes() -> None:
    """The example project, in processes of their own."""
    root = Path(__file__).parent.parent.parent
    results = [
        subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(root)],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("4711", "Asia/Tokyo"))
    ]
    assert results[0] == results[1]
    assert "production prometheus/prometheus.yml " in results[0]
