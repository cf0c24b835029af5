"""Syntax errors: where they stand, what is wrong, and what to write."""

from __future__ import annotations

import pytest

from o11ygen.yamlread import GO_YAML_2, GO_YAML_3, read

UNFIT = "the line fits neither the mapping around it nor the value before it"
TAB = "a tab indents the line; YAML takes spaces only"
MERGE = "the file holds the marks of an unfinished merge (`<<<<<<<`)"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a:\n\tb: c\n", (2, 1), TAB),
        ("a:\n  - b\n\t- c\n", (3, 1), TAB),
        ("a: b: c\n", (1, 5), "a second `: ` stands here where one value was expected"),
        ("summary: Error: too many\n", (1, 15), "a second `: ` stands here where one value was expected"),
        ("key: value\n  other: x\n", (2, 8), "the line is indented under a value that is complete"),
        ("a: 'b\nc: d\n", (1, 4), "the quote that opens here is never closed"),
        ('a: "b\n', (1, 4), "the quote that opens here is never closed"),
        ("a: 'b' c\n", (1, 8), UNFIT),
        ("a:\n  b: c\n d: e\n", (3, 2), UNFIT),
        ("a: [b\nc: d\n", (1, 4), "the list in `[` is not closed"),
        ("a: {b: c\nd: e\n", (1, 4), "the mapping in `{` is not closed"),
        ("a: {{ $x }} is down\n", (1, 13), "a value that starts with `{` is read as a mapping"),
        ("- {{ $x }} is down\n", (1, 12), "a value that starts with `{` is read as a mapping"),
        ("{{- if .Values.x }}\na: b\n{{- end }}\n", (1, 3), "the line is a template, not YAML"),
        ("a: @b\n", (1, 4), "text must not start with `@`"),
        ("a: `b`\n", (1, 4), "text must not start with ```"),
        ("a: %b\n", (1, 4), "text must not start with `%`"),
        ("a: &\n", (1, 5), "`&` or `*` names no anchor"),
        ('a: "\\d"\n', (1, 5), "a backslash in double quotes starts no known escape"),
        ('a: "\\xzz"\n', (1, 7), "the escape lacks hexadecimal digits"),
        ("a: b\nc\nd: e\n", (2, 1), "the line is no `key: value`"),
        ("- a\nb: c\n", (2, 1), "the list ends here without a change of indentation"),
        ("a: - b\n", (1, 4), "a list starts on the line of its key"),
        ("a: |x\n b\n", (1, 5), "text stands behind `|` or `>` on its line"),
        ("a: ]\n", (1, 4), "a value was expected here"),
        ("a: ? b\n", (1, 4), "`? ` starts a key where a value was expected"),
        ("a: !foo!bar x\n", (1, 4), "the tag has a handle that is not declared"),
        ("%YAML 1.1\na: b\n", (2, 1), "the document starts without `---`"),
        ("a: |0\n b\n", (1, 5), "the digit after `|` or `>` is 0"),
        ('a: "\\ud800"\n', (1, 7), "the escape stands for no character"),
        ("a: [b:]\n", (1, 6), "a `:` stands in a value inside `[` or `{`"),
        ("- \t- a\n", (1, 3), "a tab stands where only spaces may"),
        ("a: b\n%c\n", (2, 3), "a `%` at the start of a line is a directive of YAML"),
        ("%YAML x\n---\na: b\n", (1, 7), "the line is no directive that YAML has"),
        ("a: !<b\n", (1, 7), "the tag can't be read"),
        ("a: b\n=======\nc: d\n", (2, 1), MERGE),
        ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", (2, 2), MERGE),
        ("a: b\x07c\n", (1, 5), "a control character stands in the text"),
        ("é: b\n\x00\n", (2, 1), "a control character stands in the text"),
    ],
)
def test_what_is_wrong_with_the_text(text: str, place: tuple[int, int], message: str) -> None:
    for dialect in (GO_YAML_2, GO_YAML_3):
        document = read(text.encode(), dialect=dialect)
        assert document.refused
        assert [(fault.place, fault.message) for fault in document.faults] == [(place, message)]
        assert document.faults[0].hint


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"a: \xff\n", (1, 4), "the text is not UTF-8"),
        (b"a: \xc3\n", (1, 5), "the text is not UTF-8"),
        (b"a: b\nc: \xed\xa0\x80\n", (2, 4), "the text is not UTF-8"),
        (b"\xff\xfea\x00:\x00 \x00\x07\x00", (1, 5), "a control character stands in the text"),
        (b"\xff\xfea", (1, 2), "the text is not UTF-8"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, place: tuple[int, int], message: str) -> None:
    (fault,) = read(data, dialect=GO_YAML_3).faults
    assert (fault.place, fault.message) == (place, message)


def test_a_hint_repeats_no_value() -> None:
    for text in ("password: @hunter2\n", "password: {{hunter2}} x\n", "password: 'a' hunter2\n", "a: hunter2: b\n"):
        (fault,) = read(text.encode(), dialect=GO_YAML_2).faults
        assert "hunter2" not in fault.message + fault.hint
