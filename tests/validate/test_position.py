"""Every character of a text is found where the file has it, in whatever way the text is written."""

from __future__ import annotations

import json
from functools import partial

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import yamlread
from o11ygen.validate.position import place_in_scalar
from o11ygen.yamlread import Place

STR, MAP = "tag:yaml.org,2002:str", "tag:yaml.org,2002:map"
TEXTS = st.text(alphabet="ab(){}[]'\"\\ \n\t#:-&*!|>%é😀", min_size=1, max_size=60)


def written(text: str, style: str, *, width: int, ascii: bool) -> str:
    """A file with the text as a value in a mapping in a mapping."""
    if style == "json":
        return json.dumps({"a": {"b": text}}, indent=2, ensure_ascii=ascii)
    scalar = yaml.ScalarNode(STR, text, style=style or None)
    inner = yaml.MappingNode(MAP, [(yaml.ScalarNode(STR, "b"), scalar)])
    outer = yaml.MappingNode(MAP, [(yaml.ScalarNode(STR, "a"), inner)])
    file: str = yaml.serialize(outer, width=width, allow_unicode=not ascii)
    return file


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["|", ">", "'", '"', "", "json"]), st.sampled_from([20, 80]), st.booleans())
def test_every_character_is_found(text: str, style: str, width: int, ascii: bool) -> None:
    file = written(text, style, width=width, ascii=ascii)
    read = yamlread.read_json if style == "json" else partial(yamlread.read, dialect=yamlread.GO_YAML_3)
    document = read(file.encode())
    found = document.value["a"]["b"]
    # What is read otherwise than it was meant is of no interest here.
    found = found if isinstance(found, str) else ""
    lines, start = file.split("\n"), document.place(("a", "b"))
    shown = [(one, place_in_scalar(lines, start, found, at)) for at, one in enumerate(found) if not one.isspace()]
    for character, place in shown:
        assert lines[place.line - 1][place.column - 1] in (character, "\\")
    places = [place for _, place in shown]
    assert places == sorted(set(places))


def test_a_text_that_is_not_written_there_is_at_its_start() -> None:
    lines = ["a: &up up == 0", "b: *up"]
    assert place_in_scalar(lines, Place(1, 4), "up == 0", 6) == Place(1, 14)
    assert place_in_scalar(lines, Place(2, 4), "up == 0", 6) == Place(2, 4)
    assert place_in_scalar(lines, Place(9, 4), "up == 0", 6) == Place(9, 4)
    assert place_in_scalar(lines, Place(1, 4), "down", 3) == Place(1, 4)


def test_a_blank_and_the_end_stand_behind_the_character_before() -> None:
    lines = ["a: >-", "  up", "  ==  0"]
    text = "up ==  0"
    assert place_in_scalar(lines, Place(1, 4), text, 2) == Place(2, 5)
    assert place_in_scalar(lines, Place(1, 4), text, 3) == Place(3, 3)
    assert place_in_scalar(lines, Place(1, 4), text, len(text)) == Place(3, 8)
