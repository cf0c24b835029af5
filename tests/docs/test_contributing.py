"""The examples for those who extend o11ygen: they are right, and they work."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

from o11ygen.check import checks, own_checks
from o11ygen.starter import starter_files, write_starter
from tests.checks import cases, pages
from tests.checks.test_pages import test_a_bad_example_fires_its_check_and_a_good_one_does_not as example_is_right
from tests.checks.test_pages import test_a_page_says_what_and_why_and_shows_both as page_is_complete
from tests.docs.page import ROOT, blocks

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
HOW_TO = ROOT / "docs/how-to/add-checks.md"
MAKEFILE = ROOT / "Makefile"


def _files(page: Path) -> dict[str, str]:
    return {block.option("file"): block.text for block in blocks(page) if block.option("file")}


def test_the_worked_example_of_a_check(tmp_path: Path) -> None:
    for name, text in _files(CONTRIBUTING).items():
        (tmp_path / Path(name).name).write_text(text, "utf-8")
    [module] = tmp_path.glob("*.py")
    [table] = tmp_path.glob("*.yaml")
    with own_checks():
        runpy.run_path(str(module))
        # By its place: the example itself may have been added, by someone who tries it.
        [new] = [check for check in checks() if check.judge.__code__.co_filename == str(module)]
        assert new.id == cases.check_id(module.stem) == cases.check_id(table.stem)
        assert new.judge.__name__ == module.stem
        page_is_complete(new)
        for example in pages.examples(new):
            example_is_right(example, tmp_path / str(example.bad))
        for number, case in enumerate(cases.read(new.id, table)):
            run = cases.judge(case, tmp_path / str(number))
            assert cases.text(tuple(found for found in run.findings if found.id == new.id)) == case.findings, case.name


def test_the_worked_example_keeps_to_the_style(tmp_path: Path) -> None:
    for name, text in _files(CONTRIBUTING).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    ruff = Path(sys.executable).with_name("ruff")
    for command in ("check", "format --check"):
        answer = subprocess.run(
            [ruff, *command.split(), "--config", ROOT / "pyproject.toml", "generator"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr


def test_an_installed_package_adds_a_renderer(tmp_path: Path) -> None:
    """The package of the how-to, as an installer leaves it: its modules, and a folder with its entry points."""
    package = {Path(name).name: text for name, text in _files(HOW_TO).items() if name.startswith("package/")}
    site = tmp_path / "site"
    facts = site / "ours-1.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n", "utf-8")
    (facts / "entry_points.txt").write_text(package.pop("entry_points.txt"), "utf-8")
    package["our_checks.py"] = _files(HOW_TO)["specs/checks.py"]
    for name, text in package.items():
        (site / name).write_text(text, "utf-8")
    shop = tmp_path / "shop"
    write_starter(shop, starter_files("shop"))
    answer = subprocess.run(
        [Path(sys.executable).with_name("o11ygen"), "generate"],
        cwd=shop,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "warning[shop/patience]" in answer.stdout
    assert (shop / "output/production/catalogue/owners.yaml").read_text("utf-8") == "shop: platform\n"


def test_every_target_of_make_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE.read_text("utf-8"), re.MULTILINE))
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {name for page in pages for name in re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.M)}
    assert {"check", "test", "generate"} <= named <= targets
