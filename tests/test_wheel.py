"""The wheel holds all that the program reads: installed alone, far from the repository, it renders the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from o11ygen.targets.schema import KINDS
from tests import author
from tests.programs import ROOT
from tests.variants import example


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is built from the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    ended = subprocess.run(build, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    [built] = folder.glob("o11ygen-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a virtual environment that has the wheel, and its dependencies by reference."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    ended = subprocess.run(install, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    [packages] = folder.glob("lib/python*/site-packages")
    # A folder named in a .pth file comes last, and .pth files in it, such as that of an editable o11ygen, count nothing.
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin"


def run(installed: Path, *command: str, folder: Path) -> str:
    """Run a program of the environment in a folder, with nothing of this process around it; what it says."""
    ended = subprocess.run(
        [str(installed / command[0]), *command[1:]],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "generator"
    own = {
        path.relative_to(package).as_posix()
        for path in (package / "o11ygen").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    templates = {f"o11ygen/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "templates").rglob("*.j2")}
    assert "o11ygen/py.typed" in own
    assert len(templates) > 10
    assert {name for name in names if ".dist-info/" not in name} == own | templates


def test_the_wheel_holds_the_schemas_of_files(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    schemas = {
        name.removeprefix("o11ygen/schemas/").removesuffix(".schema.json"): json.loads(archive.read(name))
        for name in archive.namelist()
        if name.startswith("o11ygen/schemas/")
    }
    assert schemas.keys() == {*KINDS} - {"compose"}
    assert "keep_firing_for" in schemas["rules"]["$defs"]["Rule"]["properties"]


def test_what_is_installed_is_the_wheel(installed: Path, tmp_path: Path) -> None:
    tell = "import o11ygen, importlib.metadata as m; print(o11ygen.__file__, m.version('o11ygen'))"
    file, version = run(installed, "python", "-c", tell, folder=tmp_path).split()
    assert Path(file).is_relative_to(installed.parent)
    assert f"o11ygen {version}\n" == run(installed, "o11ygen", "--version", folder=tmp_path)


def test_a_new_project_renders(installed: Path, tmp_path: Path) -> None:
    run(installed, "o11ygen", "init", "shop", folder=tmp_path)
    said = run(installed, "o11ygen", "generate", folder=tmp_path / "shop")
    assert "files written" in said
    rendered = author.tree(tmp_path / "shop" / "output")
    for environment in {path.partition("/")[0] for path in rendered}:
        assert rendered[f"{environment}/prometheus/alert-rules.yml"].startswith(b"# Prometheus: alerts.\n")
        assert f"{environment}/alertmanager/alertmanager.yml" in rendered


def test_the_example_renders_to_the_same_bytes(installed: Path, tmp_path: Path) -> None:
    """Dashboards need the schema, compose files the table of images: all that is read is in the wheel."""
    root = example.copy(tmp_path / "example")
    expected = author.tree(example.generated(root))
    shutil.rmtree(root / "output")
    run(installed, "o11ygen", "generate", "--project", str(root), folder=tmp_path)
    assert author.tree(root / "output") == expected


def test_files_are_judged_where_no_project_is(installed: Path, tmp_path: Path) -> None:
    """Also those whose schemas are data: dashboards, and compose files by the package that carries their schema."""
    for name in (
        "docker-compose.yml",
        "prometheus/alert-rules.yml",
        "grafana/dashboards/Churn/churn-business-kpis.json",
    ):
        shutil.copy(ROOT / "output/production" / name, tmp_path / Path(name).name)
    said = run(installed, "o11ygen", "validate", "--syntax-only", ".", folder=tmp_path).splitlines()
    assert "alert-rules.yml (rules): promtool would accept it" in said
    assert "churn-business-kpis.json (dashboard): valid" in said
    assert "docker-compose.yml (compose): valid" in said
    schema = run(installed, "o11ygen", "schema", "rules", "--version", "2.41", folder=tmp_path)
    assert "keep_firing_for" not in json.loads(schema)["$defs"]["Rule"]["properties"]
