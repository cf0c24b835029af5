"""Alert relabeling over labels whose values are known, partly known or not known."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.resolved.outcomes import ANYTHING, MISSING, Values
from o11ygen.resolved.relabeling import concerns, names_read, relabelled, untouched


def text(*known: str, open_: bool = False) -> Values:
    return Values(frozenset(known), open_)


A, SOME = text("a"), text(open_=True)


@pytest.mark.parametrize(
    ("step", "labels", "expected"),
    [
        ({"action": "labeldrop", "regex": "x|y"}, {"x": A, "xx": A}, {"x": MISSING, "xx": A}),
        ({"action": "labelkeep", "regex": "x"}, {"x": A, "y": A}, {"x": A, "y": MISSING}),
        ({"source_labels": ("x",), "target_label": "y"}, {"x": A}, {"x": A, "y": A}),
        ({"source_labels": ("x",), "target_label": "y"}, {"x": SOME, "y": A}, {"x": SOME, "y": SOME}),
        ({"target_label": "y", "replacement": "b"}, {"y": ANYTHING}, {"y": text("b")}),
        ({"target_label": "y", "replacement": ""}, {"y": A}, {"y": MISSING}),
        (
            {"source_labels": ("x",), "regex": "(a)(.*)", "target_label": "y", "replacement": "${2}-$1$$"},
            {"x": text("ab", "c"), "y": A},
            {"x": text("ab", "c"), "y": text("b-a$", "a")},
        ),
        (
            {"source_labels": ("x", "z"), "regex": "a;b", "target_label": "y", "replacement": "yes"},
            {"x": A, "z": text("b"), "y": MISSING},
            {"x": A, "z": text("b"), "y": text("yes")},
        ),
        (
            {"source_labels": ("x",), "regex": "a", "target_label": "y", "replacement": "yes"},
            {"x": SOME, "y": MISSING},
            {"x": SOME, "y": text("yes", "")},
        ),
        (
            {"source_labels": ("x",), "regex": "a(.*)", "target_label": "y"},
            {"x": SOME, "y": A},
            {"x": SOME, "y": text("", "a", open_=True)},
        ),
        ({"action": "labelmap", "regex": "old_(.*)"}, {"old_x": A, "z": A}, {"old_x": A, "z": A, "x": A}),
        ({"action": "labelmap", "regex": "old_(.*)"}, {"old_x": MISSING, "x": A}, {"old_x": MISSING, "x": A}),
        ({"action": "uppercase", "source_labels": ("x",), "target_label": "x"}, {"x": A}, {"x": text("A")}),
        (
            {"action": "hashmod", "source_labels": ("x",), "target_label": "y", "modulus": 2},
            {"x": A},
            {"x": A, "y": SOME},
        ),
        ({"action": "drop", "source_labels": ("x",), "regex": "b"}, {"x": A}, {"x": A}),
        ({"action": "drop", "source_labels": ("x",), "regex": "a"}, {"x": A}, None),
        ({"action": "drop", "source_labels": ("x",), "regex": "a"}, {"x": SOME}, {"x": SOME}),
        ({"action": "keep", "source_labels": ("x",), "regex": "a"}, {"x": A}, {"x": A}),
        ({"action": "keep", "source_labels": ("x",), "regex": "b"}, {"x": A}, None),
        ({"action": "keepequal", "source_labels": ("x",), "target_label": "y"}, {"x": A, "y": A}, {"x": A, "y": A}),
    ],
)
def test_one_step(step: dict[str, Any], labels: dict[str, Values], expected: dict[str, Values] | None) -> None:
    assert relabelled([step], labels) == expected


def test_steps_go_in_order() -> None:
    steps: list[dict[str, Any]] = [
        {"source_labels": ("x",), "target_label": "y"},
        {"action": "labeldrop", "regex": "x"},
    ]
    assert relabelled(steps, {"x": A}) == {"x": MISSING, "y": A}
    assert relabelled(steps[::-1], {"x": A}) == {"x": MISSING, "y": MISSING}


def test_the_names_that_steps_read_and_write() -> None:
    steps: list[dict[str, Any]] = [
        {"source_labels": ("x", "y"), "target_label": "z"},
        {"action": "labeldrop", "regex": "w"},
    ]
    assert names_read(steps) == {"x", "y", "z"}


def test_untouched() -> None:
    steps: list[dict[str, Any]] = [
        {"action": "labeldrop", "regex": "re.*"},
        {"source_labels": ("x",), "target_label": "y"},
    ]
    assert untouched(("x", "y", "replica", "job"), steps) == {"x", "job"}


@pytest.mark.parametrize(
    ("step", "concerned"),
    [
        ({"action": "labeldrop", "regex": "replica"}, False),
        ({"action": "labeldrop", "regex": "replica|x"}, True),
        ({"action": "labelkeep", "regex": "x"}, False),
        ({"source_labels": ("x",), "target_label": "y"}, False),
        ({"target_label": "x", "replacement": "a"}, True),
        ({"action": "drop", "source_labels": ("y",), "regex": "a"}, True),
        ({"action": "labelmap", "regex": "y(.*)"}, True),
    ],
)
def test_what_concerns_a_label(step: dict[str, Any], concerned: bool) -> None:
    assert concerns([step], ("x",)) is concerned
