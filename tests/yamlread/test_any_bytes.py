"""Whatever bytes come: a document or faults, in bounded time and memory, and the same with places as without."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from o11ygen.yamlread import GO_YAML_2, GO_YAML_2_ANY, GO_YAML_3, GO_YAML_3_ANY, read

DIALECTS = (GO_YAML_2, GO_YAML_3, GO_YAML_2_ANY, GO_YAML_3_ANY)
VALID = """\
# Rules.
defaults: &defaults {severity: warning, "team": ml}
groups:
  - name: one
    rules:
      - alert: Down
        expr: |
          up == 0
        for: 5m
        labels:
          <<: *defaults
          severity: 'critical'
      - {record: a:b, expr: "sum(\\u0075p)"}
---
second: [document, ~, 012, !!str 5]
"""
PIECES = (
    *(
        " ",
        "\n",
        "\t",
        ":",
        ": ",
        "- ",
        "#",
        "{",
        "}",
        "[",
        "]",
        ",",
        '"',
        "'",
        "&a ",
        "*a",
        "*defaults",
        "!",
        "!!int ",
    ),
    *("|", ">", "|2", "%", "@", "`", "? ", "<<: ", "<<: *defaults\n", "---", "...", "\r\n", "~", "null", "=", "\\"),
    *("\x85", "\u2028", "\ufeff", "\x00", "\x7f", "\ud800", "{{ $x }}", "\n  ", "a: b\n", "!<%ff> ", "&x [*x]"),
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid document with pieces put in, cut out and repeated."""
    text = VALID
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        piece = draw(st.sampled_from(PIECES) | st.just(text[start : start + 30]))
        text = text[:start] + piece + text[end:]
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16")))
    return text.encode(encoding, "surrogatepass")


def parts(value: Any) -> int:
    """How many mappings, lists and scalars there are, none twice."""
    seen: set[int] = set()
    waiting = [value]
    count = 0
    while waiting:
        part = waiting.pop()
        count += 1
        if isinstance(part, (dict, list)) and id(part) not in seen:
            seen.add(id(part))
            waiting.extend(part.values() if isinstance(part, dict) else part)
    return count


@example(b"")
@example(VALID.encode())
@example(b"!<%ff> a")
@example(b"\xff\xfe\x00")
@example(b"a: &a [*a]")
@given(mutated() | st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for dialect in DIALECTS:
        document = read(data, dialect=dialect)
        if document.refused:
            assert document.value is None
            assert document.faults[0].kind == "refused"
        assert parts(document.value) <= 20 * (len(data) + 1)
        for fault in document.faults:
            assert fault.place >= (1, 1)
            assert (
                fault.place.line
                <= data.count(b"\n") + data.count(b"\r") + data.count(b"\x85") + data.count(b"\xa8") + 2
            )
            assert fault.message
        assert document.place(("groups", 0, "rules", 1, "expr"), key=True) >= (1, 1)


@given(mutated())
def test_places_are_of_the_same_document(data: bytes) -> None:
    """Each leaf of the value has a place of its own, and reading for the places gives the same faults."""
    document = read(data, dialect=GO_YAML_3)
    again = read(data, dialect=GO_YAML_3)
    document.place(())
    assert document.value == again.value
    assert document.faults == again.faults
    if isinstance(document.value, dict):
        stands = [document.place((name,), key=True) for name in document.value]
        assert len(set(stands)) == len(stands)


@given(
    st.recursive(
        st.text(st.characters(codec="utf-8")),
        lambda part: st.lists(part) | st.dictionaries(st.text(st.characters(codec="utf-8")), part),
    )
)
def test_what_is_dumped_with_quotes_reads_back(value: Any) -> None:
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True)
    document = read(text.encode(), dialect=GO_YAML_3)
    if not document.faults:
        assert document.value == value
    else:
        assert "\ufeff" in text
