"""Line and column of every key and value, also where a merge or an alias brought them."""

from __future__ import annotations

import pytest

from o11ygen.yamlread import GO_YAML_2, GO_YAML_3, read

TEXT = """\
# A comment first.
base: &base
  team: ml
  "severity": warning

groups:
  - name: é g
    rules:
      - alert: A
        expr: |
          up == 0
        labels:
          <<: *base
          severity: critical
      - {record: b, expr: &e up}
      - record: c
        expr: *e
        for:
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (2, 1), (2, 1)),
        (("groups",), (6, 1), (7, 3)),
        (("groups", 0), (7, 5), (7, 5)),
        (("groups", 0, "name"), (7, 5), (7, 11)),
        (("groups", 0, "rules", 0, "expr"), (10, 9), (10, 15)),
        (("groups", 0, "rules", 0, "labels", "team"), (3, 3), (3, 9)),
        (("groups", 0, "rules", 0, "labels", "severity"), (14, 11), (14, 21)),
        (("groups", 0, "rules", 1, "record"), (15, 10), (15, 18)),
        (("groups", 0, "rules", 1, "expr"), (15, 21), (15, 27)),
        (("groups", 0, "rules", 2, "expr"), (17, 9), (17, 15)),
        (("groups", 0, "rules", 2, "for"), (18, 9), (18, 13)),
        # What is not there stands where the part around it does.
        (("groups", 0, "rules", 2, "labels"), (16, 9), (16, 9)),
        (("groups", 0, "rules", 7), (8, 5), (9, 7)),
        (("base", "severity", 0), (4, 3), (4, 15)),
        (("nothing", "here"), (2, 1), (2, 1)),
    ],
)
def test_the_place_of_a_part(path: tuple[str | int, ...], key: tuple[int, int], value: tuple[int, int]) -> None:
    document = read(TEXT.encode(), dialect=GO_YAML_3)
    assert (document.place(path, key=True), document.place(path)) == (key, value)


def test_a_merge_that_wins_brings_its_place() -> None:
    text = "base: &base\n  a: 1\nit:\n  a: 2\n  <<: *base\n"
    document = read(text.encode(), dialect=GO_YAML_2)
    assert document.place(("it", "a")) == (2, 6)
    assert read(text.encode(), dialect=GO_YAML_3).place(("it", "a")) == (4, 6)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_columns_count_characters(encoding: str) -> None:
    assert read("{é€😀: 1, b: 2}".encode(encoding), dialect=GO_YAML_3).place(("b",)) == (1, 13)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_may(end: str) -> None:
    assert read(f"a: 1{end}{end}b: 2{end}".encode(), dialect=GO_YAML_3).place(("b",)) == (3, 4)


def test_a_file_without_content_starts_at_its_start() -> None:
    assert read(b"", dialect=GO_YAML_3).place(("a",)) == (1, 1)
    assert read(b"[", dialect=GO_YAML_3).place(("a",)) == (1, 1)
