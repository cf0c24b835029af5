"""Parts of a file that are proved on their own: together they prove what the proof of the whole would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import artifact as artifacts
from o11ygen.artifact import Artifact, Block, prove, value_around
from o11ygen.prove import _accepted_in_parts
from o11ygen.targets.model import judge
from o11ygen.targets.rules import RuleFile
from o11ygen.version import Version
from o11ygen.yamltext import dump
from tests.yaml_traps import TRAPS

COLUMN = 8


def block(value: dict[str, Any], *, text: str | None = None) -> Block:
    return Block(value, dump(value, indent=COLUMN).removesuffix("\n") if text is None else text, COLUMN)


def labelled(value: dict[str, Any], key: str, labels: Block) -> Block:
    return Block.of({**value, key: labels.value}, COLUMN, ((key, labels),))


def rule_file(blocks: Sequence[Block], *, head: str = "groups:\n  - name: g\n    rules:\n") -> Artifact:
    text = head + "\n\n".join(f"      # {number}\n      - {one.text}" for number, one in enumerate(blocks)) + "\n"
    value = {"groups": [{"name": "g", "rules": [one.value for one in blocks]}]}
    return Artifact("rules.yml", text, value, target="rules", blocks=blocks)


def proved_whole(file: Artifact) -> str:
    return prove(Artifact(file.path, file.text, file.value))


RULES = [{"alert": "A", "expr": "up\n  == 0", "for": "5m"}, {"record": "b", "expr": "up", "labels": {"on": "yes"}}]


def test_blocks_and_what_is_around_them_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parse = artifacts.yamltext.parse
    monkeypatch.setattr(artifacts.yamltext, "parse", lambda text: read.append(text) or parse(text))
    artifacts._reads_as.cache_clear()
    blocks = [block(rule) for rule in RULES]
    assert prove(rule_file(blocks)) == ""
    assert prove(rule_file(blocks[::-1])) == ""
    assert prove(rule_file(blocks, head="# Of production.\ngroups:\n  - name: g\n    rules:\n")) == ""
    assert prove(rule_file([block(rule) for rule in RULES])) == ""
    assert [text.count("expr") for text in read] == [2, 0, 2]


@pytest.mark.parametrize(
    "file",
    [
        rule_file([block(RULES[0], text="alert: B\n        expr: up")]),
        rule_file([block(RULES[0], text="alert: A\n        expr: up\n      - record: c")]),
        rule_file([block(RULES[0], text="alert: 'A")]),
        rule_file([block(rule) for rule in RULES], head="groups:\n  - name: other\n    rules:\n"),
        rule_file([block(rule) for rule in RULES], head="groups:\n  - name: g\n    rules:\n      - record: more\n"),
        rule_file([block(rule) for rule in RULES], head="groups:\n  - name: g\n    # rules:\n"),
        rule_file([block(rule) for rule in RULES], head="groups:\n  - name: g\n    rules: |\n"),
        rule_file([block(rule) for rule in RULES], head="# a\x85more: x\ngroups:\n  - name: g\n    rules:\n"),
        rule_file([block(rule) for rule in RULES], head="#\rmore: x\ngroups:\n  - name: g\n    rules:\n"),
    ],
)
def test_a_difference_is_told_as_the_proof_of_the_whole_tells_it(file: Artifact) -> None:
    assert proved_whole(file) != ""
    assert prove(file) == proved_whole(file)
    assert prove(file) != ""


@pytest.mark.parametrize(
    "behind",
    ["        # more", "          # more", "            # more", "            ", "              ", "     \t# more"],
)
def test_what_stands_so_deep_behind_a_block_that_its_text_goes_on_is_seen(behind: str) -> None:
    blocks = [block({"alert": "A", "expr": "up\n  == 0"}), block({"record": "b", "expr": "up\n  == 0"})]
    for one in blocks:
        file = rule_file(blocks)
        file = Artifact(file.path, file.text.replace(one.text, f"{one.text}\n{behind}"), file.value, blocks=blocks)
        assert prove(file) == proved_whole(file)


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_text_that_keeps_the_empty_lines_below_it_is_read_in_its_place(kept: int) -> None:
    value = {"alert": "A", "expr": "up\n" + kept * "\n"}
    blocks = [block(value, text="alert: A\n        expr: |+\n          up"), block(RULES[0])]
    for between in ("\n", "\n\n"):
        file = rule_file(blocks)
        file = Artifact(file.path, file.text.replace("\n\n", between), file.value, blocks=blocks)
        assert prove(file) == proved_whole(file)


def test_a_block_that_is_not_where_it_was_proved_is_read_in_its_place() -> None:
    blocks = [block(rule) for rule in RULES]
    assert prove(rule_file(blocks)) == ""
    file = rule_file(blocks)
    deeper = Artifact(file.path, file.text.replace("\n      ", "\n        "), file.value, blocks=blocks)
    assert prove(deeper) == proved_whole(deeper)
    swapped = Artifact(file.path, rule_file(blocks[::-1]).text, file.value, blocks=blocks)
    assert prove(swapped) == proved_whole(swapped)
    assert prove(swapped) != ""


def test_a_part_is_read_once_for_all_blocks_that_it_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parse = artifacts.yamltext.parse
    monkeypatch.setattr(artifacts.yamltext, "parse", lambda text: read.append(text) or parse(text))
    labels = Block.of({"team": "a", "severity": "page"}, COLUMN + 2)
    file = rule_file([labelled({"alert": name, "expr": "up"}, "labels", labels) for name in "ABC"])
    assert prove(file) == ""
    assert proved_whole(file) == ""
    assert [text.count("severity") for text in read] == [1, 0, 0, 3]
    assert [one.text for one in file.blocks] == [block(dict(one.value)).text for one in file.blocks]


LABELS = Block.of({"a": "1", "b": "2"}, COLUMN + 2)


@pytest.mark.parametrize(
    "wrong",
    [
        # What is written is not what the part says, or the part not what is meant.
        Block(
            {"alert": "A", "labels": LABELS.value},
            "alert: A\n        labels:\n          a: '1'",
            8,
            (("labels", LABELS),),
        ),
        Block(
            {"alert": "A", "labels": {"a": "1"}},
            block({"alert": "A", "labels": LABELS.value}).text,
            8,
            (("labels", LABELS),),
        ),
        labelled({"alert": "A"}, "labels", Block(LABELS.value, "a: '1'\n          b: '3'", 10)),
        labelled({"alert": "A"}, "labels", Block(LABELS.value, "a: '1'\n          b: '2'\n        c: d", 10)),
        # It stands at another column, under another key, or within a text.
        labelled({"alert": "A"}, "labels", Block(LABELS.value, "a: '1'\n            b: '2'", 12)),
        Block(
            {"x": "", "labels": LABELS.value},
            f"x:\n          {LABELS.text}\n        labels: ''",
            8,
            (("labels", LABELS),),
        ),
        Block(
            {"x": "", "labels": LABELS.value},
            f"x: |-\n          labels:\n          {LABELS.text}",
            8,
            (("labels", LABELS),),
        ),
        Block(
            {"labels": LABELS.value, "more": {"a": "1"}},
            f"labels:\n          a: '1'\n        more:\n          {LABELS.text}",
            8,
            (("labels", LABELS), ("more", Block.of({"a": "1"}, 10))),
        ),
    ],
)
def test_a_part_that_is_not_where_it_is_meant_is_read_in_its_place(wrong: Block) -> None:
    file = rule_file([wrong])
    assert prove(file) == proved_whole(file)
    assert prove(file) != ""


TEXT = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(codec="utf-8"), max_size=20))


@settings(max_examples=100, deadline=None)
@given(rules=st.lists(st.dictionaries(TEXT, TEXT, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_text_is_proved_in_parts_as_in_whole(rules: list[dict[str, str]]) -> None:
    file = rule_file([block(rule) for rule in rules])
    assert (prove(file), proved_whole(file)) == ("", "")
    assert all(one.reads_back for one in file.blocks)


@settings(max_examples=100, deadline=None)
@given(
    rules=st.lists(st.dictionaries(TEXT, TEXT, max_size=3), min_size=1, max_size=3),
    key=TEXT,
    labels=st.dictionaries(TEXT, TEXT, min_size=1, max_size=3),
)
def test_any_text_is_proved_with_parts_as_in_whole(
    rules: list[dict[str, str]], key: str, labels: dict[str, str]
) -> None:
    part = Block.of(labels, COLUMN + 2)
    file = rule_file([labelled(dict(rule), key, part) for rule in rules])
    assert [one.text for one in file.blocks] == [block(dict(one.value)).text for one in file.blocks]
    assert (prove(file), proved_whole(file)) == ("", "")
    assert part.reads_back
    assert all(one.reads_back for one in file.blocks)


def test_the_outline_leaves_out_blocks_and_nothing_else() -> None:
    file = rule_file([block(rule) for rule in RULES])
    assert value_around(file) == {"groups": [{"name": "g", "rules": []}]}
    assert value_around(file, ("a", "b")) == {"groups": [{"name": "g", "rules": ["a", "b"]}]}


@pytest.mark.parametrize(
    ("rules", "version"),
    [
        (RULES, "3.5"),
        ([*RULES, {"alert": "A", "expr": "up", "keep_firing_for": "5m"}], "2.41"),
        ([*RULES, {"alert": "A", "expr": "up", "keep_firing_for": "5m"}], "2.42"),
        ([{"alert": "A", "expr": ""}], "3.5"),
        ([{"alert": "A", "expr": "up", "nope": 1}], "3.5"),
        ([{"record": "a b", "expr": "up"}], "3.5"),
        ([{"record": "a b", "expr": "up"}], "2.53"),
        ([{"alert": "A", "record": "b", "expr": "up"}], "3.5"),
    ],
)
def test_parts_are_accepted_when_the_whole_is(rules: list[dict[str, Any]], version: str) -> None:
    file, declared = rule_file([block(rule) for rule in rules]), {"prometheus": Version.parse(version)}
    accepted = _accepted_in_parts(file, declared)
    assert accepted == (judge(RuleFile, file.value, declared) == ())
    assert _accepted_in_parts(file, declared) == accepted


def test_what_one_version_accepts_another_is_asked_for() -> None:
    file = rule_file([block({"alert": "A", "expr": "up", "keep_firing_for": "5m"})])
    assert _accepted_in_parts(file, {"prometheus": Version(3, 5)})
    assert not _accepted_in_parts(file, {"prometheus": Version(2, 40)})
