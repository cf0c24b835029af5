"""The whole way from spec to text: what changes the output, what does not, and what stops it."""

from __future__ import annotations

import ast
import gc
import shutil
from pathlib import Path

import pytest

from o11ygen import pipeline
from o11ygen.finding import Severity
from o11ygen.loader import find_project
from tests import author
from tests.author import judged

ROOT = Path(__file__).parent.parent
SHOP = Path(__file__).parent / "mistakes" / "project"


def rendered(folder: Path) -> dict[str, str]:
    """Every rendered file of a project that has no finding, by environment and path."""
    run = judged(folder, render=True)
    assert run.findings == ()
    return {f"{name}/{one.path}": one.text for name, artifacts in run.artifacts.items() for one in artifacts}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A copy of the example project, and what is rendered from it."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "specs", folder / "specs", ignore=shutil.ignore_patterns("__pycache__"))
    return folder, rendered(folder)


def _copy(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def test_blank_lines_and_comments_change_no_byte(example: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder = _copy(example[0], tmp_path / "copy")
    for file in (folder / "specs").rglob("*.py"):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        starts = {node.lineno for node in ast.parse("".join(lines)).body}
        spaced = ["\n# A remark.\n\n" + line if number in starts else line for number, line in enumerate(lines, 1)]
        # What comes from the future, and the docstring before it, stay first.
        file.write_text("".join(spaced), encoding="utf-8")
    assert rendered(folder) == example[1]


def test_an_object_moved_to_another_file_changes_nothing(example: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """Comments name the object by its id, not by its file."""
    folder = _copy(example[0], tmp_path / "copy")
    file = folder / "specs" / "churn" / "alerts.py"
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    lines = text.splitlines(keepends=True)
    head = "".join(lines[: max(node.end_lineno or 0 for node in tree.body if isinstance(node, ast.ImportFrom))])
    moved = next(node for node in tree.body if isinstance(node, ast.Assign) and _name(node) == "CRITICAL")
    body = "".join(lines[moved.lineno - 1 : moved.end_lineno])
    (file.parent / "critical.py").write_text(f"{head}\n\n{body}", encoding="utf-8")
    kept = [*lines[: moved.lineno - 1], "from specs.churn.critical import CRITICAL\n", *lines[moved.end_lineno :]]
    file.write_text("".join(kept), encoding="utf-8")
    assert rendered(folder) == example[1]


def _name(node: ast.Assign) -> str:
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def test_twice_is_the_same(example: tuple[Path, dict[str, str]]) -> None:
    assert rendered(example[0]) == example[1]


def test_some_environments_only(example: tuple[Path, dict[str, str]]) -> None:
    run = judged(example[0], render=True, names=("staging",))
    assert (run.environments, run.complete, list(run.stacks)) == (("staging",), False, ["staging"])
    assert {f"staging/{one.path}": one.text for one in run.artifacts["staging"]} == {
        path: text for path, text in example[1].items() if path.startswith("staging/")
    }


def test_an_unknown_environment(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    with pytest.raises(pipeline.UnknownEnvironmentError, match=r'no environment `prod`\. Did you mean "production"\?'):
        judged(tmp_path / "shop", names=("prod",))
    with pytest.raises(pipeline.UnknownEnvironmentError, match=r"Known environments: staging, production\."):
        judged(tmp_path / "shop", names=("x",))


def test_places_are_relative_and_a_broken_project_is_not_usable(tmp_path: Path) -> None:
    author.write(tmp_path, {"specs/__init__.py": "from o11ygen import *\nx = Counter('a-b')\n"})
    run = judged(tmp_path, render=True)
    assert (run.usable, run.broken, run.artifacts) == (False, True, {})
    assert {one.location.file for one in run.findings} == {"specs/__init__.py"}


def test_what_is_found_at_a_place_is_not_found_there_again(tmp_path: Path) -> None:
    """A bad duplicate is told by the rung that knows it best, and not by the target's model as well."""
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    shop = folder / "specs" / "shop.py"
    shop.write_text(shop.read_text("utf-8").replace('ScrapeJob("shop"),', 'ScrapeJob("shop"), ScrapeJob("shop"),'))
    assert [one.id for one in judged(folder, render=True).findings] == ["spec/duplicate"]


def test_a_warning_does_not_stop_and_does_not_hide_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    metrics = folder / "specs" / "metrics.py"
    metrics.write_text(metrics.read_text("utf-8").replace('"orders_total"', '"orders"'))
    run = judged(folder, render=True)
    assert [(one.id, one.severity) for one in run.findings] == [("metric/naming", Severity.WARNING)]
    assert not run.broken
    assert run.artifacts["production"]


def test_the_collector_of_garbage_is_as_it_was(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    gc.disable()
    try:
        judged(tmp_path / "shop")
        assert not gc.isenabled()
    finally:
        gc.enable()
    judged(tmp_path / "shop")
    assert gc.isenabled()


def test_progress_is_told(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    told: list[str] = []
    pipeline.run(find_project(tmp_path / "shop"), render=True, progress=told.append)
    assert told[:4] == ["loading specs", "staging: resolving", "staging: checking", "staging: rendering"]
