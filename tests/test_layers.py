"""Who may import whom: the layers of the package, and that checks and renderers stand alone."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import o11ygen
from o11ygen import check, plugins, renderer
from tests import author

PACKAGE = Path(o11ygen.__file__).parent
PROJECT = Path(__file__).parent / "mistakes" / "project"

_VALUES = {"duration", "finding", "size", "version"}
_RESOLVED = {*_VALUES, "conventions", "descent", "gotemplate", "labelflow", "origin", "promql"}
# What a module or folder may import of the package, beside itself.
LAYERS: dict[str, set[str]] = {
    # Values that know nothing but each other.
    "duration": set(),
    "finding": set(),
    "fingerprint": {"finding"},
    "size": set(),
    "version": set(),
    "collector": set(),
    "conventions": set(),
    "credential_shapes": set(),
    "descent": set(),
    "credentials": {"credential_shapes"},
    "plugins": set(),
    "record": set(),
    "transaction": set(),
    "yamlread": {"collector"},
    "yamltext": set(),
    "literal": set(),
    "origin": {"finding", "literal"},
    # The languages and documents of the target systems.
    "targets": {*_VALUES, "yamlread"},
    "promql": {*_VALUES, "targets"},
    "labelflow": {*_VALUES, "promql"},
    "gotemplate": {*_VALUES},
    # What is said of files that other people wrote, and of where alerts go.
    "relabeled": {*_VALUES, "gotemplate", "targets"},
    "validate": {
        *_VALUES,
        "collector",
        "gotemplate",
        "manifest",
        "promql",
        "relabeled",
        "report",
        "targets",
        "yamlread",
    },
    "routing": {*_VALUES, "descent", "gotemplate", "pipeline", "resolved", "settings", "targets", "yamlread"},
    # What authors write.
    "spec": {*_VALUES, "literal", "origin"},
    "import_fault": {"finding", "spec"},
    "loader": {"bystander", "finding", "import_fault", "origin", "settings", "spec"},
    "settings": {"finding", "lintconfig"},
    "lintconfig": {"finding"},
    "baseline": {"finding", "fingerprint"},
    "bystander": set(),
    "suppression": {"check", "finding", "resolve", "resolved", "spec"},
    # One environment, resolved: all that checks and renderers see.
    "resolved": _RESOLVED,
    "resolve": {*_RESOLVED, "credentials", "resolved", "spec", "targets"},
    "checkpage": set(),
    "specpages": set(),
    "check": {"finding", "origin", "plugins", "resolved"},
    "checks": {
        *_VALUES,
        *("check", "conventions", "credentials", "gotemplate", "labelflow", "promql", "resolved", "targets"),
    },
    # What was not made here, as the resolved model.
    "foreign": {
        *_VALUES,
        "check",
        "collector",
        "conventions",
        "credentials",
        "promql",
        "resolved",
        "targets",
        "validate",
        "yamlread",
    },
    "artifact": {"yamltext"},
    "dashboardjson": {"artifact"},
    "template_cache": set(),
    "templating": {"artifact", "template_cache", "yamltext"},
    "renderer": {"artifact", "finding", "plugins", "resolved"},
    "lowering": {*_VALUES, "artifact", "conventions", "manifest", "renderer", "resolved", "targets"},
    "renderers": {
        *_VALUES,
        "artifact",
        "conventions",
        "dashboardjson",
        "lowering",
        "renderer",
        "resolved",
        "targets",
        "templating",
        "yamltext",
    },
    "prove": {"artifact", "finding", "relabeled", "renderer", "resolved", "targets", "version"},
    "explain": {*_VALUES, "conventions", "labelflow", "resolve", "resolved", "spec"},
    # The two ends: files, programs, people.
    "manifest": {"transaction"},
    "rendered": {"artifact"},
    "comparison": {"manifest", "rendered", "transaction", "yamltext"},
    "writer": {"comparison", "manifest", "rendered", "transaction", "yamltext"},
    "currency": {"comparison", "finding", "manifest", "transaction", "writer"},
    "verify": {"conventions", "finding", "report", "version"},
    "report": {"credentials", "finding", "fingerprint", "yamltext"},
    "sourcelines": {"finding"},
    "starter": {"conventions", "templating"},
    "pipeline": {
        *("check", "explain", "finding", "gotemplate", "loader", "promql", "prove", "rendered", "renderer", "resolve"),
        "resolved",
        "baseline",
        "bystander",
        "collector",
        "credentials",
        "lintconfig",
        "spec",
        "suppression",
    },
    "__main__": {"cli"},
    "cli": {
        *("baseline", "lintconfig", "specpages", "suppression"),
        *(
            "check",
            "checkpage",
            "comparison",
            "currency",
            "explain",
            "finding",
            "loader",
            "pipeline",
            "report",
            "sourcelines",
            "spec",
            "starter",
            "verify",
        ),
        *("foreign", "duration", "routing", "settings", "targets", "validate", "version", "writer"),
    },
    # The package itself is the author's vocabulary.
    "o11ygen": {"finding", "spec"},
}


def _modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package by its dotted name, without the package's own."""
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), file


def _imported(file: Path) -> Iterator[str]:
    """The dotted names below the package that a file imports, wherever it does."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name[8:] for alias in node.names if alias.name.startswith("o11ygen."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            if node.module == "o11ygen":
                yield from (alias.name for alias in node.names)
            elif node.module and node.module.startswith("o11ygen."):
                yield from (f"{node.module[8:]}.{alias.name}" for alias in node.names)


def _layer(module: str) -> str:
    return module.partition(".")[0] or "o11ygen"


@pytest.mark.parametrize("layer", sorted({_layer(name) for name, _ in _modules()}))
def test_a_layer_imports_only_what_it_may(layer: str) -> None:
    for name, file in _modules():
        if _layer(name) == layer:
            used = {_layer(one) for one in _imported(file)} - {layer, "record"}  # anyone may define records
            assert used <= LAYERS[layer], f"{file.name} imports {sorted(used - LAYERS[layer])}"


def test_the_list_names_no_layer_that_is_gone() -> None:
    assert set(LAYERS) == {_layer(name) for name, _ in _modules()}


@pytest.mark.parametrize("folder", ["checks", "renderers"])
def test_nobody_imports_a_check_or_a_renderer(folder: str) -> None:
    """They are found by walking the folder, so each may go without being missed."""
    for name, file in _modules():
        found = [one for one in _imported(file) if one.startswith(f"{folder}.")]
        assert not found, f"{name} imports {found}"


def _plugins(folder: str) -> list[str]:
    return sorted(path.stem for path in (PACKAGE / folder).glob("[!_]*.py"))


@pytest.mark.parametrize(
    ("folder", "missing"), [(folder, name) for folder in ("checks", "renderers") for name in _plugins(folder)]
)
def test_the_program_runs_without_any_one(
    folder: str, missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "_CHECKS", {})
    monkeypatch.setattr(renderer, "_RENDERERS", {})
    for name in [name for name in sys.modules if name.startswith(("o11ygen.checks.", "o11ygen.renderers."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, f"o11ygen.{folder}.{missing}", None)
    listed = plugins._modules
    without = f"o11ygen.{folder}.{missing}"
    monkeypatch.setattr(plugins, "_modules", lambda package: [one for one in listed(package) if one != without])
    shutil.copytree(PROJECT, tmp_path / "project")
    run = author.judged(tmp_path / "project", render=True)
    assert run.findings == ()
    assert len(check.checks()) == len(_plugins("checks")) - (folder == "checks")
    assert len(renderer.renderers()) == len(_plugins("renderers")) - (folder == "renderers")
    # What was loaded here registered with the registries of this test; the next test has to load it again.
    for name in [name for name in sys.modules if name.startswith(("o11ygen.checks.", "o11ygen.renderers."))]:
        del sys.modules[name]


def test_a_copy_without_two_files_generates(tmp_path: Path) -> None:
    """The same with files that are really gone, in a process of its own."""
    package = tmp_path / "copy" / "o11ygen"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PACKAGE.parent.parent / "templates", package / "templates")
    (package / "checks" / "promql_label.py").unlink()
    (package / "renderers" / "grafana.py").unlink()
    shutil.copytree(PROJECT, tmp_path / "project")
    command = [sys.executable, "-c", "from o11ygen.cli import main; main()", "generate"]
    environment = {"PYTHONPATH": str(package.parent), "PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        command, cwd=tmp_path / "project", env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    written = sorted(author.tree(tmp_path / "project" / "output" / "production"))
    assert "prometheus/prometheus.yml" in written
    assert not [path for path in written if path.startswith("grafana/")]
