"""The proof that a rendered file says what was meant."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.artifact import Artifact, Format, prove
from o11ygen.templating import json_text
from o11ygen.yamltext import dump

MEANT = {"groups": [{"name": "g", "rules": ({"alert": "A", "for": "5m", "labels": {"on": "yes"}}, {"record": "b"})}]}
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(), st.text(st.characters(codec="utf-8"))
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("meant", "text", "difference"),
    [
        (MEANT, dump(MEANT), ""),
        ({"a": 1.0, "b": (1, 2)}, "a: 1\nb: [1.0, 2]\n", ""),
        ({"a": math.nan}, "a: .nan\n", ""),
        ({"a": 1, "b": 2}, "b: 2\na: 1\n", ""),
        (
            MEANT,
            dump(MEANT).replace("5m", "6m"),
            '`groups[0].rules[0].for` means "5m", but the file says "6m"',
        ),
        (
            MEANT,
            dump(MEANT).replace('"yes"', "true"),
            '`groups[0].rules[0].labels.on` means "yes", but the file says True',
        ),
        (MEANT, dump(MEANT) + "x: 1\n", "`x` means nothing, but the file says 1"),
        ({"a": {"b": 1}}, "a: {}\n", "`a.b` means 1, but the file says nothing"),
        ({"a": [1, 2]}, "a: [1]\n", "`a[1]` means 2, but the file says nothing"),
        ({"a": [1]}, "a: [1, null]\n", "`a[1]` means nothing, but the file says None"),
        ({"a": True}, "a: 1\n", "`a` means True, but the file says 1"),
        ({"a": 0}, "a: false\n", "`a` means 0, but the file says False"),
        ({"a": None}, "a: 0\n", "`a` means None, but the file says 0"),
        ({"a": ""}, "a:\n", '`a` means "", but the file says None'),
        ({"a": "1"}, "a: 1\n", '`a` means "1", but the file says 1'),
        ({"a": []}, "a: {}\n", "`a` means a list, but the file says {}"),
        ({"a": {}}, "a: []\n", "`a` means a mapping, but the file says []"),
        ({"a": 0.1}, "a: 0.2\n", "`a` means 0.1, but the file says 0.2"),
        ({"a": math.nan}, "a: 0.2\n", "`a` means nan, but the file says 0.2"),
        ("a", "b\n", 'the document means "a", but the file says "b"'),
        ({"a\nb": 1}, '"a\\nb": 2\n', "`a\\nb` means 1, but the file says 2"),
        ({"a": "x" * 200}, "a: b\n", f'`a` means "{"x" * 119} ..., but the file says "b"'),
    ],
)
def test_the_first_difference(meant: object, text: str, difference: str) -> None:
    assert prove(Artifact("f.yml", text, meant)) == difference


@pytest.mark.parametrize(
    ("format", "text", "message"),
    [
        ("yaml", "a: b: c\n", "f is no YAML: "),
        ("yaml", "a: 1\na: 1\n", "f is no YAML: "),
        ("json", '{"a": 1,}', "f is no JSON: "),
    ],
)
def test_a_file_that_cannot_be_read(format: Format, text: str, message: str) -> None:
    assert prove(Artifact("f", text, {"a": 1}, format)).startswith(message)
    assert prove(Artifact("f", text, None, format)).startswith(message)


def test_text_is_taken_as_it_is() -> None:
    assert prove(Artifact("prometheus/flags", "--a: b: c\n", None, "text")) == ""


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_what_our_writers_write_proves_itself(value: object) -> None:
    assert prove(Artifact("f", dump(value), value)) == ""


@given(VALUES.filter(lambda value: value is not None), VALUES.filter(lambda value: value is not None))
@settings(max_examples=100, deadline=None)
def test_another_value_does_not_pass(value: object, other: object) -> None:
    if prove(Artifact("f", dump(other), value)) == "":
        assert prove(Artifact("f", dump(value), other)) == ""
        assert plain(value) == plain(other)


def plain(value: Any) -> Any:
    """A form in which two values are equal exactly when a target reads them as equal."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, str)) or value is None or value != value:
        return repr(value)
    return value


@given(VALUES.filter(lambda value: "nan" not in repr(value) and "inf" not in repr(value)))
@settings(max_examples=60, deadline=None)
def test_json_proves_itself(value: object) -> None:
    assert prove(Artifact("f", json_text(value), value, "json")) == ""


def test_the_source_of_a_place_is_that_of_the_nearest_part() -> None:
    artifact = Artifact("f", "", sources={("groups", 0): "group", ("groups", 0, "rules", 3): "rule"})
    assert artifact.source(("groups", 0, "rules", 3, "expr")) == "rule"
    assert artifact.source(("groups", 0, "rules", 4)) == "group"
    assert artifact.source(("other",)) is None
    assert Artifact("f", "", sources={(): "file"}).source(("other",)) == "file"
