"""Every YAML reader gets back the value that was written: PyYAML, a YAML 1.2 reader, ryaml, and Prometheus."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.yamltext import dump, parse, visible
from tests.programs import PROMETHEUS_VERSIONS, program
from tests.yaml_traps import TRAPS

HOSTILE = st.one_of(
    st.sampled_from(TRAPS),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.lists(st.sampled_from([*TRAPS, "a", " ", "\n", "5m"]), max_size=5).map("".join),
)
SCALARS = st.one_of(
    HOSTILE,
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False),
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(HOSTILE, inner, max_size=4)),
    max_leaves=12,
)


def yaml_1_2(text: str) -> Any:
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(text)


def c_loader(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)


READERS = pytest.mark.parametrize("read", [yaml.safe_load, c_loader, yaml_1_2, parse])


def same(left: object, right: object) -> bool:
    """Equal values of equal types, in equal order."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return repr(left) == repr(right)


class TestReadBack:
    @READERS
    @pytest.mark.parametrize("text", TRAPS)
    def test_traps(self, read: Callable[[str], Any], text: str) -> None:
        for value in (text, {"k": text}, [text, text], {text: text, "end": [{text: [text]}]}):
            assert same(read(dump(value)), value)

    @READERS
    def test_keys_of_any_length(self, read: Callable[[str], Any]) -> None:
        value = {"a" * 2000: {"b: " * 500: [1]}, "\n" * 600: "x\ny"}
        assert read(dump(value)) == value

    @given(DOCUMENTS)
    @settings(max_examples=150, deadline=None)
    def test_fast_readers(self, value: object) -> None:
        text = dump(value)
        assert same(c_loader(text), value)
        assert same(parse(text), value)

    @given(DOCUMENTS)
    @settings(max_examples=60, deadline=None)
    def test_readers_in_python(self, value: object) -> None:
        text = dump(value)
        assert same(yaml.safe_load(text), value)
        assert same(yaml_1_2(text), value)

    @given(st.text(st.characters(codec="utf-8"), max_size=200))
    @settings(max_examples=150, deadline=None)
    def test_text_is_lines_of_visible_characters(self, text: str) -> None:
        written = dump({"k": text})
        assert written.endswith("\n")
        assert len(io.StringIO(written, newline=None).readlines()) == len(written.splitlines())
        assert visible(written.replace("\n", "").replace("\t", "")) == written.replace("\n", "").replace("\t", "")

    def test_every_character(self) -> None:
        characters = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000]
        value = [[character, f"a{character}", f"{character}b\na\n"] for character in characters]
        text = dump(value)
        assert same(c_loader(text), value)
        assert same(parse(text), value)


@pytest.mark.tools
@pytest.mark.parametrize("version", PROMETHEUS_VERSIONS)
def test_prometheus_reads_the_same_text(version: str, tmp_path: Path) -> None:
    """Strings as annotations, read back by rule tests whose expectations spell out every character."""
    promtool = program("promtool", version)
    pick = random.Random(version)
    mixed = {"".join(pick.choices([*TRAPS, "a", "\n", " "], k=pick.randint(1, 5))) for _ in range(400)}
    # Text in braces is a template, which is evaluated, and Prometheus keeps no empty annotation.
    texts = sorted(text for text in mixed.union(TRAPS) if "{{" not in text and text)
    rules = [{"alert": f"A{n}", "expr": "vector(1)", "annotations": {"text": text}} for n, text in enumerate(texts)]
    (tmp_path / "rules.yml").write_text(dump({"groups": [{"name": "g", "rules": rules}]}), newline="\n")
    assert run(promtool, "check", "rules", tmp_path / "rules.yml").returncode == 0
    (tmp_path / "right.yml").write_text(rule_test(texts))
    done = run(promtool, "test", "rules", tmp_path / "right.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "wrong.yml").write_text(rule_test([*texts[:-1], texts[-1] + "x"]))
    assert run(promtool, "test", "rules", tmp_path / "wrong.yml").returncode == 1


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def rule_test(texts: list[str]) -> str:
    lines = ["rule_files: [rules.yml]", "evaluation_interval: 1m", "tests:", "  - interval: 1m", "    alert_rule_test:"]
    for number, text in enumerate(texts):
        spelt = "".join(f"\\U{ord(character):08X}" for character in text)
        lines += [
            f"      - alertname: A{number}",
            "        eval_time: 0m",
            f'        exp_alerts: [{{exp_annotations: {{text: "{spelt}"}}}}]',
        ]
    return "\n".join(lines) + "\n"
