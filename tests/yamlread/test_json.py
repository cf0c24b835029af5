"""JSON: as strict as Go's reader, with places."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.yamlread import read_json

TEXT = """
{"a":
  [1, {"b": "x, ]}\\"", "é": null},
   true],
 "c": {}}
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (2, 1), (2, 1)),
        (("a",), (2, 2), (3, 3)),
        (("a", 1, "b"), (3, 8), (3, 13)),
        (("a", 1, "é"), (3, 24), (3, 29)),
        (("a", 2), (4, 4), (4, 4)),
        (("c", "x"), (5, 2), (5, 7)),
    ],
)
def test_the_place_of_a_part(path: tuple[str | int, ...], key: tuple[int, int], value: tuple[int, int]) -> None:
    document = read_json(TEXT.encode())
    assert document.value == json.loads(TEXT)
    assert (document.place(path, key=True), document.place(path)) == (key, value)


def test_half_of_a_surrogate_pair_is_the_replacement_character() -> None:
    assert read_json(rb'{"a\ud800": ["\udc00x", "\ud83d\ude00"]}').value == {"a\ufffd": ["\ufffdx", "\U0001f600"]}


def test_the_last_of_two_equal_names_counts() -> None:
    document = read_json(b'{"x": {"a": {"b": 1},\n "c": 2,\n "a": {"b": 3, "b": 4}}}')
    assert document.value == {"x": {"c": 2, "a": {"b": 4}}}
    assert [(fault.path, fault.place, fault.related, fault.kind) for fault in document.faults] == [
        (("x", "a"), (3, 2), (1, 8), "advice"),
        (("x", "a", "b"), (3, 16), (3, 8), "advice"),
    ]
    assert document.faults[0].message == "`a` is set twice, first in line 1; the last one is taken"


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"", (1, 1), "the file is empty, which is no JSON"),
        (b" \n", (1, 1), "the file is empty, which is no JSON"),
        (b"\xef\xbb\xbf{}", (1, 1), "a byte order mark starts the file, which JSON has not"),
        (b'{"a":}', (1, 6), "a value was expected"),
        (b"// x\n{}", (1, 1), "a value was expected"),
        (b"{a: 1}", (1, 2), "a name in double quotes was expected"),
        (b'{"a" 1}', (1, 6), "a `:` was expected after the name"),
        (b'{"a": 1 "b": 2}', (1, 9), "a `,` or the end of the list or object was expected"),
        (b"{}\n{}", (2, 1), "text follows the end of the document"),
        (b'"a', (1, 1), "the string is not closed"),
        (b'"\n"', (1, 2), "a line break or control character stands in a string"),
        (b'"\\q"', (1, 2), "a backslash in a string starts no known escape"),
        (b'"\\u12"', (1, 3), "the escape lacks hexadecimal digits"),
        (b"[NaN]", (1, 1), "`NaN` is no number of JSON"),
        (b"-Infinity", (1, 1), "`-Infinity` is no number of JSON"),
        (b"[" * 100_000, (1, 1), "the text is nested too deep to be read"),
    ],
)
def test_what_is_refused(data: bytes, place: tuple[int, int], message: str) -> None:
    document = read_json(data)
    assert document.refused
    assert [(fault.place, fault.message) for fault in document.faults] == [(place, message)]
    assert document.faults[0].hint


def test_very_long_numbers_are_read() -> None:
    assert read_json(b"1" * 5000).value == math.inf
    assert read_json(b"1" * 400).value == int("1" * 400)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    )
)
def test_every_json_text_reads_as_python_reads_it(value: Any) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        try:
            data = text.encode()
        except UnicodeEncodeError:
            continue
        assert read_json(data).value == json.loads(data)


@given(st.binary(max_size=60) | st.text('[]{}:,"\\ \n1-.eE+tru', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    document = read_json(data)
    assert document.refused == any(fault.kind == "refused" for fault in document.faults)
    document.place(("a", 0))
