"""What plain scalars are to the two Go libraries."""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest

from o11ygen.yamlread import GO_YAML_2, GO_YAML_2_ANY, GO_YAML_3, GO_YAML_3_ANY, Scalar, read

# Spelling, and what it is where nothing declares a type: to both libraries.
BOTH: list[tuple[str, Any]] = [
    ("true", True),
    ("True", True),
    ("FALSE", False),
    ("tRue", "tRue"),
    ("null", None),
    ("Null", None),
    ("NULL", None),
    ("nULL", "nULL"),
    ("~", None),
    ("", None),
    ("=", "="),
    ("0", 0),
    ("-0", 0),
    ("00", 0),
    ("012", 10),
    ("08", 8.0),
    ("0o17", 15),
    ("0O17", 15),
    ("0o8", "0o8"),
    ("0x1F", 31),
    ("-0x1", -1),
    ("0xg", "0xg"),
    ("0b101", 5),
    ("+0b1", 1),
    ("0b", "0b"),
    ("+12", 12),
    ("--1", "--1"),
    ("1_000", 1000),
    ("_1", "_1"),
    ("1_", 1),
    ("0x_1f", 31),
    ("1:30", "1:30"),
    ("190:20:30", "190:20:30"),
    ("1e3", 1000.0),
    ("1E-2", 0.01),
    ("1e", "1e"),
    ("1e400", "1e400"),
    (".5", 0.5),
    ("+.5", 0.5),
    ("5.", 5.0),
    (".", "."),
    (".5_0", 0.5),
    ("._5", "._5"),
    ("1_000.5", 1000.5),
    ("0x1p-2", "0x1p-2"),
    (".inf", math.inf),
    ("-.INF", -math.inf),
    ("+.Inf", math.inf),
    ("inf", "inf"),
    ("nan", "nan"),
    ("9223372036854775807", 2**63 - 1),
    ("9223372036854775808", 2**63),
    ("18446744073709551615", 2**64 - 1),
    ("18446744073709551616", float(2**64)),
    ("-9223372036854775808", -(2**63)),
    ("-9223372036854775809", -float(2**63)),
    ("+9223372036854775808", float(2**63)),
    ("0xfffffffffffffffff", "0xfffffffffffffffff"),
    ("2024-01-01", "2024-01-01"),
    ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"),
    ("2024-13-01", "2024-13-01"),
    ("5m", "5m"),
    ("\u0663", "\u0663"),
    ("!!str 5", "5"),
    ("!!str null", "null"),
    ('!!int "5"', 5),
    ("!!float 5", 5.0),
    ("!!float 0x10", 16.0),
    ('!!bool "true"', True),
    ('!!null ""', None),
    ("!!binary aGk=", "hi"),
    ("!own 5", "5"),
    ('"5"', "5"),
    ("'null'", "null"),
    ('! "5"', "5"),
]
# The words of YAML 1.1 are booleans to go-yaml 2, and text to go-yaml 3.
WORDS = [("yes", True), ("Y", True), ("ON", True), ("no", False), ("n", False), ("Off", False)]


def value_of(text: str, dialect: Any) -> Any:
    document = read(f"a: {text}\n".encode(), dialect=dialect)
    assert document.faults == ()
    return document.value["a"]


@pytest.mark.parametrize(("text", "value"), BOTH)
def test_a_scalar_without_a_declared_type(text: str, value: Any) -> None:
    for dialect in (GO_YAML_2_ANY, GO_YAML_3_ANY):
        found = value_of(text, dialect)
        assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str) -> None:
    assert math.isnan(value_of(text, GO_YAML_3_ANY))


@pytest.mark.parametrize(("text", "value"), WORDS)
def test_old_words_for_booleans(text: str, value: bool) -> None:
    assert value_of(text, GO_YAML_2_ANY) is value
    assert value_of(text, GO_YAML_3_ANY) == text


def test_the_tag_of_an_exclamation_mark() -> None:
    assert value_of("! 5", GO_YAML_2_ANY) == "5"
    assert value_of("! 5", GO_YAML_3_ANY) == 5


@pytest.mark.parametrize(("text", "value"), BOTH)
def test_a_scalar_of_a_declared_type_keeps_its_spelling(text: str, value: Any) -> None:
    found = value_of(text, GO_YAML_3)
    if value is None:
        assert found is None
    elif isinstance(value, str):
        assert found == value
        assert type(found) is str
    else:
        assert isinstance(found, Scalar)
        assert found == text.split(" ")[-1].strip('"')
        assert found.value == value
        assert type(found.value) is type(value)


def test_a_scalar_is_copied_as_it_is() -> None:
    scalar = Scalar("012", 10)
    assert copy.copy(scalar) is scalar
    assert copy.deepcopy(scalar) is scalar


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("!!int a", "`a` is not a value of `!!int`"),
        ("!!int 5.0", "`5.0` is not a value of `!!int`"),
        ("!!float x", "`x` is not a value of `!!float`"),
        ("!!float 18446744073709551615", "`18446744073709551615` is not a value of `!!float`"),
        ("!!null x", "`x` is not a value of `!!null`"),
        ("!!int a-very-long-word-that-is-cut", "`a-very-long-word-...` is not a value of `!!int`"),
        ('!!binary "?"', "the text under `!!binary` is not base64"),
    ],
)
def test_a_tag_that_its_value_does_not_have(text: str, message: str) -> None:
    document = read(f"a: {text}\n".encode(), dialect=GO_YAML_3)
    assert document.refused
    assert [fault.message for fault in document.faults] == [message]


def test_a_value_that_the_program_leaves_unread() -> None:
    dialect = GO_YAML_3.keeping_raw("alert", "expr")
    document = read(b"alert: null\nexpr: &e 012\nrecord: *e\nother: {alert: *e}\n", dialect=dialect)
    assert document.value == {"alert": "null", "expr": "012", "record": "012", "other": {"alert": "e"}}


def test_go_yaml_2_reads_null_keys_as_empty_ones() -> None:
    assert read(b"~: a\n", dialect=GO_YAML_2).value == {"": "a"}
    assert read(b"~: a\n", dialect=GO_YAML_3).value == {}


def test_go_yaml_3_leaves_null_out_of_lists_of_a_declared_type() -> None:
    assert read(b"[a, ~, b]\n", dialect=GO_YAML_2).value == ["a", None, "b"]
    assert read(b"[a, ~, b]\n", dialect=GO_YAML_3).value == ["a", "b"]
    assert read(b"[a, ~, b]\n", dialect=GO_YAML_3_ANY).value == ["a", None, "b"]


def test_keys_are_text() -> None:
    text = b'{1: a, true: b, 012: c, "x": d, 1.5: e}\n'
    for dialect in (GO_YAML_2, GO_YAML_3, GO_YAML_3_ANY):
        assert read(text, dialect=dialect).value == {"1": "a", "true": "b", "012": "c", "x": "d", "1.5": "e"}
