"""Golden folders: an input and the tree that is rendered from it, side by side, one idea each.

`tests/renderers/<system>/<case>/input.py` builds `stack` (see tests/stacks.py) or `project` with the name of one of its
environments in `environment`. `expected/` holds every file that the renderer of that system makes of it, and where the
target would refuse one, or has no words for what the spec says, `findings.txt`. Whole trees are compared: a file that is
missing or too many fails as a difference does. `make golden` writes the trees anew; review them as a diff.
"""

from __future__ import annotations

import difflib
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path

from o11ygen.finding import Finding
from o11ygen.prove import prove_artifact
from o11ygen.renderer import Renderer, RenderProblems, renderers
from o11ygen.resolve import index, resolve
from o11ygen.resolved import Stack

FINDINGS = "findings.txt"


def cases(folder: Path) -> list[Path]:
    """The case folders below a folder, sorted."""
    return sorted(path.parent for path in folder.glob("*/*/input.py"))


def load(case: Path) -> Stack:
    """The stack that a case's input builds."""
    built = runpy.run_path(str(case / "input.py"))
    if "stack" in built:
        stack: Stack = built["stack"]
        return stack
    project, wanted = built["project"], built["environment"]
    environment = next(one for one in project.environments if one.name == wanted)
    resolution = resolve(project, environment, index(project), spec="specs")
    assert resolution.findings == ()
    assert resolution.stack is not None
    return resolution.stack


def rendered(case: Path) -> dict[str, str]:
    """Every file that the case's renderer makes, by path, and what is wrong with them under `findings.txt`."""
    stack = load(case)
    files: dict[str, str] = {}
    findings: list[Finding] = []
    try:
        for artifact in _renderer(case.parent.name).render(stack):
            assert artifact.path not in files, f"{artifact.path} is rendered twice"
            files[artifact.path] = artifact.text
            findings += prove_artifact(artifact, stack.environment)
    except RenderProblems as problems:
        findings += [problem.finding(stack.environment.name) for problem in problems.problems]
    if findings:
        files[FINDINGS] = "\n".join(_lines(findings))
    return files


def difference(case: Path, files: dict[str, str]) -> str:
    """What differs between the expected tree and `files`, as unified diffs; empty when they are the same."""
    expected = _expected(case)
    found: list[str] = []
    for path in sorted(expected.keys() | files.keys()):
        if path not in files:
            found.append(f"{path} is expected, but not rendered\n")
        elif path not in expected:
            found.append(f"{path} is rendered, but not expected:\n{files[path]}")
        else:
            before, after = expected[path].splitlines(keepends=True), files[path].splitlines(keepends=True)
            found.extend(difflib.unified_diff(before, after, f"expected/{path}", f"rendered/{path}"))
    return "".join(found)


def update(case: Path, files: dict[str, str]) -> None:
    """Make `files` the expected tree."""
    shutil.rmtree(case / "expected", ignore_errors=True)
    write(case / "expected", files)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")


def _expected(case: Path) -> dict[str, str]:
    folder = case / "expected"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def _renderer(system: str) -> Renderer:
    return next(renderer for renderer in renderers() if renderer.system == system)


def _lines(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{finding.severity.value}[{finding.id}] {finding.message}"
        yield f"    {finding.hint}\n" if finding.hint else ""
