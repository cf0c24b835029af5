"""The template environment: filters, undefined names, and errors that name the template and line."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import template_cache
from o11ygen.artifact import Block
from o11ygen.templating import (
    RenderError,
    comment,
    commented,
    environment,
    json_text,
    render,
    render_from,
    templates_folder,
)

HOSTILE = st.text(
    st.one_of(st.characters(codec=None), st.sampled_from("\n\r\t\0\x0b\x0c\x1c\x85\u2028\u2029\ufeff\ud800#:-'\"{}%")),
    max_size=40,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, **templates: str) -> None:
    for name, text in templates.items():
        (folder / f"{name}.j2").write_text(text)


class TestRender:
    def test_a_rule_file(self, folder: Path) -> None:
        write(
            folder,
            rules="""\
# Rules of {{ project | yaml }}.
groups:
{% for group in groups %}
  - name: {{ group.name | yaml }}
    rules:
{% for rule in group.rules %}
      {{ rule.alert | comment(indent=6) }}
      - {{ rule | yaml(indent=8) }}
{% endfor %}
{% endfor %}
""",
        )
        rules = [
            {
                "alert": "A",
                "expr": "up == 0\n  or absent(up)\n",
                "annotations": {"summary": "{{ $labels.job }} is down"},
            },
            {"alert": "B\nC", "expr": "  up\n== 1"},
        ]
        text = render_from(folder, "rules.j2", project="churn", groups=[{"name": "on", "rules": rules}])
        assert (
            text
            == """\
# Rules of churn.
groups:
  - name: "on"
    rules:
      # A
      - alert: A
        expr: |
          up == 0
            or absent(up)
        annotations:
          summary: "{{ $labels.job }} is down"
      # B
      # C
      - alert: |-
          B
          C
        expr: |2-
            up
          == 1
"""
        )
        assert yaml.safe_load(text) == {"groups": [{"name": "on", "rules": rules}]}

    def test_inline_scalars_and_empty_values(self, folder: Path) -> None:
        write(folder, t="a: {{ a | yaml }}\nb: {{ b | yaml }}\nc:\n  d: {{ d | yaml(indent=4) }}\n  e: 1\n")
        text = render_from(folder, "t.j2", a=None, b=[], d="x\ny\n")
        assert text == "a: null\nb: []\nc:\n  d: |\n    x\n    y\n  e: 1\n"

    def test_blocks_leave_no_blank_lines(self, folder: Path) -> None:
        write(folder, t="{% if true %}\n  a\n{% endif %}\nb\n")
        assert render_from(folder, "t.j2") == "  a\nb\n"

    def test_nothing_is_escaped_as_html(self, folder: Path) -> None:
        write(folder, t="{{ text }}{{ text | yaml }}")
        assert render_from(folder, "t.j2", text="a<b>&'c'") == "a<b>&'c'a<b>&'c'"

    def test_templates_include_each_other(self, folder: Path) -> None:
        write(folder, head="# head\n", t='{% include "head.j2" %}\na: 1\n')
        assert render_from(folder, "t.j2") == "# head\na: 1\n"

    def test_a_template_is_compiled_once(self, folder: Path) -> None:
        write(folder, t="a")
        assert environment(folder).get_template("t.j2") is environment(folder).get_template("t.j2")

    @given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")), max_size=3))
    @settings(max_examples=60, deadline=None)
    def test_any_text_stays_in_its_place(self, values: dict[str, str]) -> None:
        template = environment(templates_folder()).from_string(
            "a:\n  {{ values | yaml(indent=2) }}\nb:\n{% for item in items %}\n"
            "  {{ item | comment(indent=2) }}\n  - {{ item | yaml(indent=4) }}\n\n{% endfor %}\nend: {{ 1 | yaml }}\n"
        )
        items = [*values, *values.values()]
        assert yaml.safe_load(template.render(values=values, items=items)) == {
            "a": values,
            "b": items or None,
            "end": 1,
        }


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a\n{{ missing }}\n", "t.j2:2: 'missing' is undefined"),
            ("a\n\n{{ rule.expr | yaml }}\n", "t.j2:3: 'dict object' has no attribute 'expr'"),
            ("{{ rule | yaml }}{{ missing | yaml }}\n", "t.j2:1: 'missing' is undefined"),
            ("a\n{% if %}\n", "t.j2:2: "),
            ("{{ missing | json }}\n", "t.j2:1: 'missing' is undefined"),
            ("\n# {{ rule.x | comment }}\n", "t.j2:2: 'dict object' has no attribute 'x'"),
            ("{{ 1 | nofilter }}\n", "t.j2:1: No filter named 'nofilter'."),
            ("\n{{ {'a': [odd]} | yaml }}\n", "t.j2:2: `a[0]`: YAML has no form for a value of type object"),
            ("\n\n{{ odd | json }}\n", "t.j2:3: JSON has no form for a value of type object"),
            ("{{ 1 // 0 }}\n", "t.j2:1: integer division or modulo by zero"),
        ],
    )
    def test_with_template_and_line(self, folder: Path, text: str, message: str) -> None:
        write(folder, t=text)
        with pytest.raises(RenderError) as raised:
            render_from(folder, "t.j2", rule={"alert": "A"}, odd=object())
        assert str(raised.value).startswith(message)

    def test_in_an_included_template(self, folder: Path) -> None:
        write(folder, inner="a\n{{ missing }}\n", t='{% include "inner.j2" %}\n')
        with pytest.raises(RenderError, match=r"^inner\.j2:2: 'missing' is undefined$"):
            render_from(folder, "t.j2")

    def test_a_template_that_is_not_there(self) -> None:
        with pytest.raises(RenderError) as raised:
            render("nowhere/none.j2")
        assert str(raised.value) == f"nowhere/none.j2: there is no such template in {templates_folder()}"


class TestComment:
    @pytest.mark.parametrize(
        ("text", "indent", "written"),
        [
            ("", 0, "#"),
            ("one", 4, "# one"),
            ("one\ntwo", 0, "# one\n# two"),
            ("one\n\n two ", 2, "# one\n  #\n  #  two"),
            ("a\r\nb\rc", 0, "# a\n# b\n# c"),
            ("a\x85b\u2028c\u2029d\x0be\x0cf", 0, "# a\n# b\n# c\n# d\n# e\n# f"),
            ("a\tb", 0, "# a   b"),
            ("a\x07\x1b\x7f\ufeff\ud800", 0, "# a\\x07\\x1b\\x7f\\ufeff\\ud800"),
        ],
    )
    def test_lines(self, text: str, indent: int, written: str) -> None:
        assert comment(text, indent) == written

    @given(HOSTILE, st.integers(0, 6))
    @settings(max_examples=150, deadline=None)
    def test_any_text_is_nothing_but_a_comment(self, text: str, indent: int) -> None:
        before = f"a:\n{' ' * indent} b: 1\n"
        written = f"{before}{' ' * indent} {comment(text, indent + 1)}\n{' ' * indent} c: 2\n"
        assert yaml.safe_load(written) == {"a": {"b": 1, "c": 2}}


class TestCommented:
    def test_each_item_stands_below_its_note(self, folder: Path) -> None:
        write(folder, t="rules:\n  {{ rules | commented(indent=2) }}\nend: 1\n")
        block = Block({"record": "b"}, "record: b", 4)
        rules = [("first\nof two", {"alert": "A", "expr": "x\ny"}), ("", block), ("third", ["on"])]
        assert (
            render_from(folder, "t.j2", rules=rules)
            == """\
rules:
  # first
  # of two
  - alert: A
    expr: |-
      x
      y

  #
  - record: b

  # third
  - - "on"
end: 1
"""
        )

    @given(st.lists(st.tuples(HOSTILE, st.text(st.characters(codec="utf-8"))), min_size=1, max_size=4))
    @settings(max_examples=60, deadline=None)
    def test_any_text_stays_in_its_place(self, items: list[tuple[str, str]]) -> None:
        assert yaml.safe_load(f"a:\n  {commented(items, 2)}\nb: 1\n") == {"a": [value for _, value in items], "b": 1}


class TestJson:
    def test_text(self) -> None:
        value = {"b": ("é😀", 1.5), "a": MappingProxyType({"k": None})}
        assert json_text(value) == '{\n  "b": [\n    "é😀",\n    1.5\n  ],\n  "a": {\n    "k": null\n  }\n}'
        assert json_text(value, indent=None) == '{"b": ["é😀", 1.5], "a": {"k": null}}'

    def test_filter(self, folder: Path) -> None:
        write(folder, t="{{ value | json }}\n")
        assert json.loads(render_from(folder, "t.j2", value={"a": "</script>\u2028"})) == {"a": "</script>\u2028"}

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"\udfff": 1}])
    def test_what_json_cannot_carry(self, value: object) -> None:
        with pytest.raises(ValueError, match=r"Out of range|half of a"):
            json_text(value)

    def test_what_is_no_plain_data(self) -> None:
        with pytest.raises(TypeError, match="JSON has no form for a value of type set"):
            json_text({"a": {1}})


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    modules = "sys, o11ygen.templating, o11ygen.writer, o11ygen.report"
    code = f"import {modules}; print([name for name in ('jinja2', 'rich', 'ryaml') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_compiled_templates_are_kept_beside_compiled_modules(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("{{ name }} is {{ 1 + 1 }}\n", encoding="utf-8")
    code = (
        "import pathlib, sys, jinja2\n"
        "from o11ygen.templating import render_from\n"
        "if len(sys.argv) > 2: jinja2.Environment._compile = None\n"
        "print(render_from(pathlib.Path(sys.argv[1]), 'a.j2', name='it'), end='')"
    )
    kept = tmp_path / "kept"
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(*words: str, **more: str) -> str:
        command = [sys.executable, "-c", code, str(tmp_path), *words]
        return subprocess.run(command, env={**environ, **more}, capture_output=True, text=True, check=True).stdout

    assert run(PYTHONDONTWRITEBYTECODE="1") == "it is 2\n"
    assert not list(kept.rglob("template-*"))
    assert run() == "it is 2\n"
    assert len(list(kept.rglob("template-*"))) == 1
    assert run("compile nothing") == "it is 2\n"
    (tmp_path / "a.j2").write_text("{{ name }} was\n", encoding="utf-8")
    assert run() == "it was\n"
    next(kept.rglob("template-*")).write_bytes(b"cut short")
    assert run() == "it was\n"


def test_a_compiled_template_that_is_damaged_anywhere_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.j2").write_text("{{ name }} is {{ 1 + 1 }}\n", encoding="utf-8")
    kept = tmp_path / "kept.pyc"
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(template_cache, "_file", lambda bucket: kept)

    def rendered() -> str:
        environment.cache_clear()
        return render_from(tmp_path, "a.j2", name="it")

    assert rendered() == "it is 2\n"
    whole = kept.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o644
    for place in range(0, len(whole), 9):
        for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
            kept.write_bytes(damaged)
            assert rendered() == "it is 2\n"
            assert kept.read_bytes() == whole


def test_a_full_disk_leaves_nothing_beside_the_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.j2").write_text("text\n", encoding="utf-8")
    kept = tmp_path / "kept"
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(template_cache, "_file", lambda bucket: kept / "a.pyc")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    environment.cache_clear()
    assert render_from(tmp_path, "a.j2") == "text\n"
    assert list(kept.iterdir()) == []
