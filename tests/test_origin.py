"""Where an object and its fields were written: every way in which an author may come to build one."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from o11ygen.finding import Location
from o11ygen.origin import NOWHERE, Origin, capture, forget_files


@pytest.fixture
def built(tmp_path: Path) -> Any:
    """Runs files that an author could have written and gives back a name of the last; `capture` is called `build`."""

    def run(*sources: str, name: str = "thing") -> Any:
        forget_files()
        namespace: dict[str, Any] = {"build": _build}
        for number, source in enumerate(sources):
            file = tmp_path / f"file{number}.py"
            file.write_text(textwrap.dedent(source), encoding="utf-8")
            exec(compile(file.read_text("utf-8"), str(file), "exec"), namespace)
        return namespace[name]

    return run


class _Built:
    """Stands for an object of a spec: it captures its origin from inside of o11ygen, which is not authored."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin


def _place(location: Location) -> str:
    return f"{Path(location.file).name}:{location.line}:{location.column}" if location.line else location.file


def _related(origin: Origin) -> list[str]:
    return [f"{_place(one.location)} {one.message}" for one in origin.related()]


# The frame of this test is not the author's: it stands for the model, as `capture` sees it.
_build = eval(compile("lambda **fields: made(capture())", "<o11ygen>", "eval"), {"made": _Built, "capture": capture})


def test_a_call_and_its_keyword(built: Any) -> None:
    thing = built("""
        thing = build(
            expr="up == 0",
            for_="5m",
        )
    """)
    assert _place(thing.origin.location()) == "file0.py:2:9"
    assert _place(thing.origin.location("for_")) == "file0.py:4:10"
    assert _place(thing.origin.location("labels")) == "file0.py:2:9", "a field that is not given stands at the call"
    assert _related(thing.origin) == []


def test_a_value_over_several_lines_begins_where_its_text_does(built: Any) -> None:
    thing = built('''
        thing = build(
            name="a", expr="""
              up == 0
            """)
    ''')
    assert _place(thing.origin.location("expr")) == "file0.py:3:20"


def test_columns_count_characters(built: Any) -> None:
    """Python counts the bytes of UTF-8; editors and reports do not."""
    origin = built("é = 1; thing = build(summary='日本語', expr='up')\n").origin
    assert _place(origin.location()) == "file0.py:1:16"
    assert _place(origin.location("expr")) == "file0.py:1:42"


def test_nested_calls_on_one_line_are_told_apart(built: Any) -> None:
    outer = built(
        "things = []\ndef keep(thing): things.append(thing); return thing\n"
        "outer = keep(build(inner=keep(build(name='b')), name='a'))\n",
        name="things",
    )
    inner, around = outer
    assert _place(inner.origin.location("name")) == "file0.py:3:42"
    assert _place(around.origin.location("name")) == "file0.py:3:54"


def test_a_function_of_the_author_is_related(built: Any) -> None:
    thing = built("""
        def error_rate(*, warning):
            return build(name="HighErrorRate", threshold=warning)

        thing = error_rate(warning=0.05)
    """)
    assert _place(thing.origin.location()) == "file0.py:3:12"
    assert _place(thing.origin.location("threshold")) == "file0.py:3:50"
    assert _place(thing.origin.location("warning")) == "file0.py:5:28", "a keyword of the outer call"
    assert _related(thing.origin) == ["file0.py:5:9 built from here"]


def test_the_innermost_frame_that_passes_the_keyword(built: Any) -> None:
    """A helper that hands fields on with `**` does not pass them: whoever called it did."""
    thing = built("""
        def alert(name, **fields):
            return build(name=name, severity="warning", **fields)

        thing = alert("Down", expr="up == 0")
    """)
    assert _place(thing.origin.location("expr")) == "file0.py:5:28"
    assert _place(thing.origin.location("severity")) == "file0.py:3:38"


def test_a_factory_in_another_file(built: Any) -> None:
    thing = built(
        """
        def factory(threshold):
            return build(expr="up", threshold=threshold)
        """,
        "thing = factory(threshold=1)",
    )
    assert _place(thing.origin.location()) == "file0.py:3:12"
    assert _related(thing.origin) == ["file1.py:1:9 built from here"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("things = [\n    build(name=name)\n    for name in ('a', 'b')\n]", 2),
        ("things = tuple(\n    build(name=name) for name in ('a', 'b')\n)", 2),
        ("things = list({\n    name: build(name=name) for name in ('a', 'b')}.values())", 2),
        ("things = [*map(lambda name: build(\n    name=name), ('a', 'b'))]", 2),
    ],
    ids=["list", "generator", "dict", "lambda"],
)
def test_comprehensions(built: Any, source: str, line: int) -> None:
    for thing in built(source, name="things"):
        assert thing.origin.location("name").line == line


def test_a_decorator_and_a_class_body(built: Any) -> None:
    things = built(
        """
        things = []

        def register(function):
            things.append(function())
            return function

        @register
        def one():
            return build(name="one")

        class Alerts:
            two = build(name="two")

        things.append(Alerts.two)
        """,
        name="things",
    )
    assert [_place(thing.origin.location("name")) for thing in things] == ["file0.py:10:23", "file0.py:13:22"]
    assert _related(things[0].origin) == ["file0.py:5:19 built from here", "file0.py:8:2 built from here"]


def test_only_the_four_innermost_frames_are_kept(built: Any) -> None:
    thing = built("""
        def five(): return build(name="x")
        def four(): return five()
        def three(): return four()
        def two(): return three()
        thing = two()
    """)
    assert [line.split(":")[1] for line in _related(thing.origin)] == ["3", "4", "5"]


def test_a_file_that_is_gone_leaves_its_name(built: Any, tmp_path: Path) -> None:
    thing = built("thing = build(name='x')")
    (tmp_path / "file0.py").unlink()
    assert thing.origin.location("name") == Location(str(tmp_path / "file0.py"))


def test_nowhere() -> None:
    assert NOWHERE.location("expr") == Location()
    assert NOWHERE.related() == ()


def test_what_is_built_by_the_same_calls_shares_its_origin(built: Any) -> None:
    things = built("""
        def make(n):
            return build()

        thing = []
        for n in range(3):
            thing.append(make(n))
        thing += [make(3), build()]
        """)
    first, *alike, other, outer = (thing.origin for thing in things)
    assert all(one is first for one in alike)
    assert len({first, other, outer}) == 3
    assert [len(one.frames) for one in (first, other, outer)] == [2, 2, 1]
    assert first.frames[0] == other.frames[0]
    forget_files()
    assert first.location().line == 3
