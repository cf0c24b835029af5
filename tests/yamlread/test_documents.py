"""Documents as a whole: encodings, empty files, several documents, anchors, merges, repetitions, depth."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.yamlread import GO_YAML_2, GO_YAML_3, GO_YAML_3_ANY, Dialect, Place, read


def only(text: str | bytes, dialect: Dialect = GO_YAML_3) -> Any:
    """The one fault of a text."""
    document = read(text.encode() if isinstance(text, str) else text, dialect=dialect)
    (fault,) = document.faults
    return fault


@pytest.mark.parametrize(
    "data",
    [
        "a: é\n".encode(),
        b"\xef\xbb\xbf" + "a: é\n".encode(),
        b"\xff\xfe" + "a: é\n".encode("utf-16-le"),
        b"\xfe\xff" + "a: é\n".encode("utf-16-be"),
        "a: é\r\n".encode(),
        "a: é\r".encode(),
        "a: é".encode(),
        "---\na: é\n...\n".encode(),
        "%YAML 1.1\n---\na: é\n".encode(),
    ],
)
def test_encodings_and_line_ends(data: bytes) -> None:
    document = read(data, dialect=GO_YAML_3)
    assert document.value == {"a": "é"}
    assert document.faults == ()


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"# nothing\n", b"---\n", b"---\n...\n", b"~\n", b"\xef\xbb\xbf", b"\xff\xfe"]
)
def test_a_file_without_content(data: bytes) -> None:
    document = read(data, dialect=GO_YAML_2)
    assert document.value is None
    assert not document.refused
    assert document.faults == ()


@pytest.mark.parametrize("second", ["---\nb: 1\n", "--- [\n", "...\n---\n- x\n"])
def test_only_the_first_document_counts(second: str) -> None:
    document = read(f"a: 1\n{second}".encode(), dialect=GO_YAML_2)
    assert document.value == {"a": "1"}
    (fault,) = document.faults
    assert (fault.kind, fault.message) == ("advice", "only the first document of the file is read, not this one")


def test_lines_further_left_than_the_first_are_not_read() -> None:
    fault = only("  a: 1\nb: 2\n", GO_YAML_2)
    assert (fault.kind, fault.place) == ("advice", Place(2, 1))
    assert fault.message.startswith("nothing from here on is read")


def test_go_yaml_3_looks_a_little_further() -> None:
    assert read(b"a: 1\n---\n@\n", dialect=GO_YAML_2).value == {"a": "1"}
    assert read(b"a: 1\n---\n@\n", dialect=GO_YAML_3).refused


def test_aliases_repeat_the_value() -> None:
    document = read(b"a: &x {b: [1, 2]}\nc: *x\nd: &s 012\n*s : e\n", dialect=GO_YAML_3)
    assert document.value == {"a": {"b": ["1", "2"]}, "c": {"b": ["1", "2"]}, "d": "012", "012": "e"}
    assert document.value["a"] is document.value["c"]


def test_an_anchor_may_be_set_again() -> None:
    assert read(b"[&x a, *x, &x b, *x]", dialect=GO_YAML_3).value == ["a", "a", "b", "b"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: *x\nb: &x 1\n", (1, 4), "`*x` refers to an anchor that is not there before it"),
        ("a: &x\n  b: *x\n", (2, 6), "`*x` stands inside what it repeats"),
        ("&x [*x]\n", (1, 5), "`*x` stands inside what it repeats"),
        ("a: &x [1]\n<<: *x\n", (2, 5), "`<<` merges a mapping, or a list of mappings"),
        ("a: &x [{b: 1}]\n<<: *x\n", (2, 5), "`<<` merges a mapping, or a list of mappings"),
        ("<<: 1\n", (1, 5), "`<<` merges a mapping, or a list of mappings"),
        ("%YAML 1.2\n---\na: 1\n", (1, 1), "`%YAML 1.2` is refused: the program knows 1.1"),
    ],
)
def test_what_stops_the_program(text: str, place: tuple[int, int], message: str) -> None:
    for dialect in (GO_YAML_2, GO_YAML_3):
        document = read(text.encode(), dialect=dialect)
        assert document.refused
        assert document.value is None
        assert [(fault.place, fault.message) for fault in document.faults] == [(place, message)]


BASE = "base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\n"


@pytest.mark.parametrize("order", ["<<: *base\n  b: 9", "b: 9\n  <<: *base"])
def test_the_own_name_wins_in_go_yaml_3(order: str) -> None:
    document = read(f"{BASE}it:\n  {order}\n".encode(), dialect=GO_YAML_3)
    assert document.value["it"] == {"a": "1", "b": "9"}
    assert document.faults == ()


def test_the_later_name_wins_in_go_yaml_2() -> None:
    after = read(f"{BASE}it:\n  <<: *base\n  b: 9\n".encode(), dialect=GO_YAML_2)
    before = read(f"{BASE}it:\n  b: 9\n  <<: *base\n".encode(), dialect=GO_YAML_2)
    assert (after.value["it"], before.value["it"]) == ({"a": "1", "b": "9"}, {"a": "1", "b": "2"})
    for document, place in ((after, (5, 3)), (before, (5, 3))):
        (fault,) = document.faults
        assert (fault.kind, fault.path, fault.place) == ("map_key", ("it", "b"), place)


def test_the_first_of_a_list_of_merges_wins() -> None:
    text = f"{BASE}it: {{<<: [*base, *more, {{d: 5}}]}}\n".encode()
    for dialect in (GO_YAML_2, GO_YAML_3):
        assert read(text, dialect=dialect).value["it"] == {"b": "2", "c": "4", "d": "5", "a": "1"}


def test_two_merges_in_one_mapping() -> None:
    text = f"{BASE}it:\n  <<: *base\n  <<: *more\n".encode()
    assert [fault.kind for fault in read(text, dialect=GO_YAML_2).faults] == ["map_key"]
    (fault,) = read(text, dialect=GO_YAML_3).faults
    assert (fault.kind, fault.place, fault.message) == ("refused", (5, 3), "`<<` stands twice in one mapping")


def test_a_quoted_merge_is_a_name() -> None:
    assert read(b'"<<": {a: 1}\n', dialect=GO_YAML_3).value == {"<<": {"a": "1"}}
    assert read(b"!!merge <<: {a: 1}\n", dialect=GO_YAML_3).value == {"a": "1"}


@pytest.mark.parametrize("dialect", [GO_YAML_2, GO_YAML_3, GO_YAML_3_ANY])
def test_a_name_that_is_set_twice(dialect: Dialect) -> None:
    fault = only('a:\n  - {b: 1,\n     "b": 2}\n', dialect)
    assert (fault.place, fault.related, fault.path) == (Place(3, 6), Place(2, 6), ("a", 0, "b"))
    assert fault.message == "`b` is set twice in one mapping, first in line 2; the whole file is refused"


def test_a_template_without_quotes() -> None:
    fault = only("rules:\n  - summary: {{ $labels.job }}\n")
    assert (fault.place, fault.path) == (Place(2, 14), ("rules", 0, "summary"))
    assert fault.message == "`{{` without quotes opens a mapping, not a template"


@pytest.mark.parametrize("text", ["? [a]\n: b\n", "? {a: b}\n: c\n", "x: &x [1]\n*x : b\n"])
def test_a_name_that_is_no_scalar(text: str) -> None:
    assert only(text).message == "a mapping or a list stands where a name should"


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")])
def test_depth_is_bounded(start: str, end: str) -> None:
    deep = read((start * 900 + "x" + end * 900).encode(), dialect=GO_YAML_3)
    assert (deep.refused, deep.depth) == (False, 900)
    fault = only(start * 100_000)
    assert fault.message == "the document is nested deeper than 1000 levels"


def laughs(levels: int, wide: int) -> bytes:
    lines = ["l0: &l0 [x]"]
    lines += [f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * wide)}]" for level in range(1, levels)]
    return "\n".join(lines).encode()


def test_aliases_may_not_multiply_without_end() -> None:
    assert read(laughs(4, 9), dialect=GO_YAML_3).faults == ()
    fault = only(laughs(60, 9))
    assert fault.message == "aliases repeat so much of the document that the program stops reading"


def test_many_aliases_in_a_large_document() -> None:
    own = "\n".join(f"k{number}: v" for number in range(3_000))
    some = "\n".join(f"a{number}: *big" for number in range(100))
    big = "big: &big [" + ", ".join(["x"] * 4_500) + "]"
    assert read(f"{big}\n{own}\n{some}".encode(), dialect=GO_YAML_3).refused
    few = "\n".join(f"a{number}: *big" for number in range(80))
    assert not read(f"{big}\n{own}\n{few}".encode(), dialect=GO_YAML_3).refused


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: [http://x/?y, b]\n", (1, 5), "text with a `?` stands without quotes in brackets or braces"),
        ('a: "x\\/y"\n', (1, 4), "`\\/` is no escape in double quotes"),
        ("a: 1\n\ufeffb: 2\n", (2, 1), "a byte order mark stands inside the file"),
    ],
)
def test_what_only_the_newer_library_takes(text: str, place: tuple[int, int], message: str) -> None:
    fault = only(text)
    assert (fault.place, fault.message) == (place, message)


@pytest.mark.parametrize("text", ["a: http://x/?y\n", "a: ['?']\n", 'a: "x\\\\/y"\n', "a: '\\/'\n", "a: x\\/y\n"])
def test_what_both_take(text: str) -> None:
    assert read(text.encode(), dialect=GO_YAML_3).faults == ()
