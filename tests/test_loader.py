"""Importing specs: settings, isolation, and every fault at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from o11ygen.loader import NoProjectError, find_project
from tests import author
from tests.author import loaded

EMPTY = "from o11ygen import *\n"
PROJECT = EMPTY + (
    'team = Team("web", page=slack("#a"), notify=slack("#b"))\n'
    'project = Project("demo", services=(Service("shop", team=team),),\n'
    '    environments=(Environment("production", tier="production"),), routing=Routing(default=slack("#c")))\n'
)


def test_settings_of_the_nearest_pyproject_that_has_them(tmp_path: Path) -> None:
    author.write(tmp_path, {"pyproject.toml": '[tool.o11ygen]\nproject = "a.b:c"\noutput = "rendered"\n'})
    inner = author.write(tmp_path / "app", {"pyproject.toml": "[tool.ruff]\n"}) / "deep"
    inner.mkdir()
    settings = find_project(inner)
    assert (settings.root, settings.module, settings.attribute) == (tmp_path, "a.b", "c")
    assert (settings.output, settings.spec) == ("rendered", "a")


def test_defaults_of_the_settings(tmp_path: Path) -> None:
    author.write(tmp_path, {"pyproject.toml": "[tool.o11ygen]\n"})
    settings = find_project(tmp_path)
    assert (settings.module, settings.attribute, settings.output) == ("specs", "project", "output")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.o11ygen]\nproject = 3\n", "`project` of [tool.o11ygen] is not a string."),
        ('[tool.o11ygen]\nproject = "specs"\n', '`project` of [tool.o11ygen] is not "module:name"'),
        ('[tool.o11ygen]\noutpt = "x"\n', 'has no key `outpt`. Did you mean "output"?'),
        ('[tool.o11ygen]\nproject = "../x:y"\n', '`project` of [tool.o11ygen] is not "module:name"'),
        ('[tool.o11ygen]\nproject = ".specs:project"\n', '`project` of [tool.o11ygen] is not "module:name"'),
        ('[tool.o11ygen]\nproject = "specs:a.b"\n', '`project` of [tool.o11ygen] is not "module:name"'),
        ("tool = 3\n", "`tool` is not a table. Write `[tool.o11ygen]`"),
        ("[tool]\no11ygen = 1\n", "`o11ygen` is not a table. Write `[tool.o11ygen]`"),
        ("[tool.o11ygen\n", "is no TOML"),
        ("\udcff", "is no TOML"),
    ],
)
def test_settings_that_can_not_be_used(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(NoProjectError) as error:
        find_project(tmp_path)
    assert message in str(error.value)


def test_a_project_in_a_single_module(tmp_path: Path) -> None:
    author.write(tmp_path, {"pyproject.toml": '[tool.o11ygen]\nproject = "monitoring:it"\n'})
    (tmp_path / "monitoring.py").write_text(PROJECT.replace("project =", "it ="))
    found = loaded(tmp_path)
    assert found.findings == ()
    assert found.project is not None
    assert found.project.name == "demo"


def test_two_projects_of_one_process_do_not_mix(tmp_path: Path) -> None:
    one = author.write(tmp_path / "one", {"specs/__init__.py": PROJECT, "specs/only_here.py": ""})
    two = author.write(tmp_path / "two", {"specs/__init__.py": PROJECT.replace("demo", "other")})
    before = {name for name in sys.modules if name.partition(".")[0] == "specs"}
    path = list(sys.path)
    names = [project.name for folder in (one, two, one) if (project := loaded(folder).project) is not None]
    assert names == ["demo", "other", "demo"]
    assert {name for name in sys.modules if name.partition(".")[0] == "specs"} == before
    assert sys.path == path


def test_a_spec_that_empties_the_path_empties_it_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(dict.fromkeys(sys.path)))
    author.write(tmp_path, {"specs/__init__.py": f"import sys\nsys.path.clear()\n{PROJECT}"})
    path = list(sys.path)
    assert loaded(tmp_path).findings == ()
    assert sys.path == path


def test_the_modules_that_were_there_before_are_there_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = type(sys)("specs")
    monkeypatch.setitem(sys.modules, "specs", own)
    author.write(tmp_path, {"specs/__init__.py": PROJECT})
    assert loaded(tmp_path).project is not None
    assert sys.modules["specs"] is own


def test_a_changed_file_is_read_again_at_its_new_lines(tmp_path: Path) -> None:
    author.write(tmp_path, {"specs/__init__.py": EMPTY + 'Gauge("queue-depth")\n' + PROJECT})
    assert [finding.location.line for finding in loaded(tmp_path).findings] == [2]
    author.write(tmp_path, {"specs/__init__.py": EMPTY + "\n\n" + 'Gauge("queue-depth")\n' + PROJECT})
    assert [finding.location.line for finding in loaded(tmp_path).findings] == [4]


def test_a_change_within_the_same_second_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the same size too, where Python itself would run what it compiled before."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    for name in ("demo", "dema"):
        author.write(tmp_path, {"specs/__init__.py": PROJECT.replace("demo", name)})
        os.utime(tmp_path / "specs/__init__.py", (1_700_000_000, 1_700_000_000))
        project = loaded(tmp_path).project
        assert project is not None
        assert project.name == name
        (compiled,) = (tmp_path / "specs/__pycache__").glob("*.pyc")
        os.utime(compiled, (1_700_000_000, 1_700_000_000))


def test_every_module_is_heard_when_the_package_is_broken(tmp_path: Path) -> None:
    """Also those that nobody imports any more, in packages below, and each once."""
    author.write(
        tmp_path,
        {
            "specs/__init__.py": "from specs import a, b\nfrom specs.deep import c\n" + PROJECT,
            "specs/a.py": "1 / 0\n",
            "specs/b.py": EMPTY + 'Counter("x-y")\n',
            "specs/deep/__init__.py": "from specs.deep import d\n",
            "specs/deep/c.py": "from specs import project\nnowhere\n",
            "specs/deep/d.py": "import specs.a\n",
            "specs/not-a-module.py": "syntax error",
        },
    )
    found = [f"{Path(one.location.file).name}:{one.location.line} {one.message}" for one in loaded(tmp_path).findings]
    assert sorted(set(found)) == [
        "a.py:1 this line raises ZeroDivisionError: division by zero",
        'b.py:2 counter x-y: `name`: "x-y" is no metric name',
    ]


def test_a_null_byte_is_placed_though_python_names_no_file(tmp_path: Path) -> None:
    author.write(tmp_path, {"specs/__init__.py": "from specs import a\n" + PROJECT, "specs/a.py": "x = 1\n"})
    (tmp_path / "specs/a.py").write_bytes("x = 1\n".encode("utf-16"))
    assert {(Path(one.location.file).name, one.location.line, one.id) for one in loaded(tmp_path).findings} == {
        ("a.py", 1, "spec/syntax")
    }


def test_what_was_built_is_known(tmp_path: Path) -> None:
    author.write(tmp_path, {"specs/__init__.py": EMPTY + 'Counter("lost_total")\n' + PROJECT})
    assert "counter lost_total" in {f"{spec.noun()} {getattr(spec, 'name', '')}" for spec in loaded(tmp_path).built}


def test_an_interrupt_is_no_fault_of_the_spec(tmp_path: Path) -> None:
    author.write(tmp_path, {"specs/__init__.py": "raise KeyboardInterrupt\n"})
    with pytest.raises(KeyboardInterrupt):
        loaded(tmp_path)
    assert str(tmp_path) not in sys.path


def test_a_spec_that_clears_the_path_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    author.write(tmp_path, {"specs/__init__.py": PROJECT + "import sys\ndel sys.path[0]\n"})
    assert loaded(tmp_path).project is not None


def test_an_endless_recursion_is_told_in_few_places(tmp_path: Path) -> None:
    author.write(tmp_path, {"specs/__init__.py": "def f(n):\n    return f(n + 1)\n\nf(0)\n"})
    finding = loaded(tmp_path).findings[0]
    assert finding.message.startswith("this line raises RecursionError")
    assert (finding.location.line, [one.location.line for one in finding.related]) == (2, [4])


def test_an_exception_that_can_not_be_printed_is_told_by_its_kind(tmp_path: Path) -> None:
    odd = "class Odd(Exception):\n    def __str__(self):\n        return self.nothing\n\nraise Odd\n"
    author.write(tmp_path, {"specs/__init__.py": odd})
    assert {one.message for one in loaded(tmp_path).findings} == {"this line raises Odd"}
