"""A rendered file, and the proof that what is written equals what was meant."""

from __future__ import annotations

import json
import marshal
import math
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias, cast

from o11ygen import yamltext
from o11ygen.record import record

Format: TypeAlias = Literal["yaml", "json", "text"]
DocumentPath: TypeAlias = tuple[str | int, ...]
_LONGEST_SHOWN = 120


@dataclass(slots=True, eq=False)
class Block:
    """A mapping that is an item of a list in a YAML file, rendered and proved once for all files it stands in.

    Most rules are the same in every environment. `text` is the mapping as it stands at column `indent`, without the
    dash before and the line break behind it. `parts` are values of its keys that stand in other blocks too, as blocks at
    `indent + 2`: alerts of one service have their labels in common. `reads_back` says that it was proved, `accepted` by
    which judges.
    """

    value: Mapping[str, Any]
    text: str
    indent: int
    parts: tuple[tuple[str, Block], ...] = ()
    reads_back: bool = False
    accepted: tuple[object, ...] = ()

    @classmethod
    def of(cls, value: Mapping[str, Any], indent: int, parts: tuple[tuple[str, Block], ...] = ()) -> Block:
        """The block of a value, whose `parts` are written already."""
        written = {**value, **{key: yamltext.Written(part.text) for key, part in parts}} if parts else value
        return cls(value, yamltext.dump(written, indent=indent).removesuffix("\n"), indent, parts)


@record
class Artifact:
    """One file below `output/<environment>/`.

    `path` is relative to that folder, with slashes. `value` is the plain value the text was rendered from; `None` when
    the file has none (`format="text"`), and then only its form is proved. `target` is the kind of the document
    (`prometheus`, `rules`, ...), empty when no target model knows it. `sources` maps a place in the document to the
    resolved object it came from, so that a fault found there points at the spec. `blocks` are the parts of the text and
    of the value that may be proved on their own, in the order of the text. `made` is what others have made of it, by
    their names.
    """

    path: str
    text: str
    value: object = field(default=None, hash=False)
    format: Format = "yaml"
    target: str = ""
    sources: Mapping[DocumentPath, object] = field(default_factory=dict, hash=False, compare=False)
    blocks: Sequence[Block] = field(default=(), hash=False, compare=False)
    made: dict[Hashable, object] = field(default_factory=dict, repr=False, hash=False, compare=False)

    def source(self, place: DocumentPath) -> object:
        """The object that the nearest enclosing place of the document came from, or `None`."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.sources:
                return self.sources[place[:length]]
        return None


def prove(artifact: Artifact) -> str:
    """Nothing when the text reads back as the value; else the first difference, with the place and both values.

    `1` and `1.0`, tuples and lists, count as the same, as they do in every target.
    """
    if artifact.format == "text" or (artifact.blocks and _proved_in_parts(artifact)):
        return ""
    try:
        written = yamltext.parse(artifact.text) if artifact.format == "yaml" else json.loads(artifact.text)
    except ValueError as error:
        return f"{artifact.path} is no {artifact.format.upper()}: {error}"
    if artifact.value is None or (artifact.format == "json" and _identical(artifact.value, written)):
        return ""
    return _difference(artifact.value, written, ())


def _identical(meant: Any, written: Any) -> bool:
    """Whether two plain values are the same in types and order: five times as fast as looking for the difference.

    The second version of the format tells every type and value apart, and never by which object it is. What it can't
    write, and what differs in it, such as `1` and `1.0`, is left to the walk.
    """
    try:
        return marshal.dumps(meant, 2) == marshal.dumps(written, 2)
    except ValueError:
        return False


def _proved_in_parts(artifact: Artifact) -> bool:
    """Whether the blocks read back, and the file around them.

    Where a block begins and ends, and what it means, is said by its lines and their indentation alone: the writer makes
    no anchors, tags or directives, and no line behind a block stands so deep that its last text would take it in. So a
    file reads back as what was meant if each block does at its indentation, and if the file does with a word in the
    place of each block. Whatever is not so is left to the proof of the whole.
    """
    pieces = text_around(artifact)
    if pieces is None:
        return False
    words = [f"{_WORD}{number}" for number in range(len(artifact.blocks))]
    try:
        if not _read_back([block for block in artifact.blocks if not block.reads_back]):
            return False
        return _says(woven(pieces, words), value_around(artifact, words))
    except ValueError:
        return False


def _says(text: str, meant: Any) -> bool:
    """Whether a file without its blocks reads as a value: read once for all environments whose files are alike in it.

    The comments that a file begins with are left out, since they name the environment.
    """
    text = _FIRST_COMMENTS.sub("", text, count=1)
    try:
        if _reads_as(text, marshal.dumps(meant, 2)):
            return True
    except ValueError:
        pass  # no marshalled form, or no YAML: the walk tells
    return not _difference(meant, yamltext.parse(text), ())


# An environment has a file of alerts and one of recording rules, if they are not one for each service.
@lru_cache(maxsize=2)
def _reads_as(text: str, marshalled: bytes) -> bool:
    return marshal.dumps(yamltext.parse(text), 2) == marshalled


def value_around(artifact: Artifact, words: Sequence[str] = ()) -> Any:
    """The value without its blocks; with `words`, one of them stands in the place of each."""
    blocks = [id(block.value) for block in artifact.blocks]
    places = dict(zip(blocks, words, strict=True)) if words else dict.fromkeys(blocks, "")
    return _value_around(artifact.value, places)


def _value_around(value: Any, places: Mapping[int, str]) -> Any:
    if isinstance(value, dict):
        return {key: _value_around(item, places) for key, item in value.items()}
    if isinstance(value, list):
        return [place or _value_around(item, places) for item in value if (place := places.get(id(item))) != ""]
    return value


# Of visible ASCII alone: some readers end a line, and so a comment, at other characters too.
_FIRST_COMMENTS = re.compile(r"\A(?:#[ -~]*\n)+")
_WORD = "o11ygen-block-"
# So many blocks that the call does not count, and so few that what is read back takes no memory to speak of.
_AT_ONCE = 500


def text_around(artifact: Artifact) -> Sequence[str] | None:
    """What stands before, between and behind the blocks; None where one is not found as an item of its own."""
    if "around" not in artifact.made:
        artifact.made["around"] = _text_around(artifact.text, artifact.blocks)
    return cast("Sequence[str] | None", artifact.made["around"])


def _text_around(text: str, blocks: Sequence[Block]) -> Sequence[str] | None:
    pieces: list[str] = []
    behind = 0
    for block in blocks:
        dash = f"\n{' ' * (block.indent - 2)}- "
        start = text.find(dash, behind) + len(dash)
        end = start + len(block.text)
        if start < len(dash) or not text.startswith(block.text, start) or not _behind(block.indent).match(text, end):
            return None
        pieces.append(text[behind:start])
        behind = end
    pieces.append(text[behind:])
    return pieces


@cache
def _behind(indent: int) -> re.Pattern[str]:
    """Empty lines, and one that does not stand at the column of a block or deeper: a text in it may go on there.

    A comment of such a line would be read as a part of the text, and so would blanks.
    """
    return re.compile(rf"\n++(?:\Z| {{0,{indent - 1}}}+\S)")


def woven(pieces: Sequence[str], between: Sequence[str]) -> str:
    """The text of which `pieces` stands around the texts `between`."""
    texts = [""] * (2 * len(between) + 1)
    texts[::2] = pieces
    texts[1::2] = between
    return "".join(texts)


def _read_back(blocks: Sequence[Block]) -> bool:
    """Whether blocks are read as their values, as items of one list with comments between them; their parts first."""
    parts = {id(part): part for block in blocks for _, part in block.parts if not part.reads_back}
    if parts and not _read_back([*parts.values()]):
        return False
    for first in range(0, len(blocks), _AT_ONCE):
        listed = blocks[first : first + _AT_ONCE]
        if not _read_together(listed):
            return False
    return True


def _read_together(blocks: Sequence[Block]) -> bool:
    for indent in {block.indent for block in blocks}:
        listed = [block for block in blocks if block.indent == indent]
        pad = " " * (indent - 2)
        beside = [_beside_parts(block) for block in listed]
        # A text that kept the empty lines below it would be seen here: how many there are in a file is not said.
        items = yamltext.parse(f"{pad}# comment\n".join([f"{pad}- {text}\n\n\n" for text, _ in beside]))
        meant = [value for _, value in beside]
        same = meant == items and all(map(_is_text, meant))
        if not isinstance(items, list) or (not same and _difference(meant, items, ())):
            return False
    for block in blocks:
        block.reads_back = True
    return True


def _beside_parts(block: Block) -> tuple[str, Mapping[str, Any]]:
    """The text of a block, to the end of its last line, and its value; both with a word in the place of each part.

    One that is not found, or found where something else is meant, is read with the block: then the values differ.
    """
    text, value = f"{block.text}\n", block.value
    for number, (key, part) in enumerate(block.parts):
        lead = f":\n{' ' * part.indent}"
        before, found, behind = text.partition(f"{lead}{part.text}\n")
        if found and part.indent == block.indent + 2 and value.get(key) is part.value:
            word = f"{_WORD}{number}"
            text, value = f"{before}{lead}{word}\n{behind}", {**value, key: word}
    return text, value


def _is_text(value: object) -> bool:
    """Whether all that a mapping holds is text, or mappings of text: then what is equal is also of one type."""
    return isinstance(value, dict) and all(item.__class__ is str or _is_text(item) for item in value.values())


def _difference(meant: Any, written: Any, place: DocumentPath) -> str:
    if isinstance(meant, str):
        same = isinstance(written, str) and meant == written
    elif isinstance(meant, Mapping):
        return _mapping_difference(meant, written, place)
    elif isinstance(meant, (list, tuple)):
        return _list_difference(meant, written, place)
    else:
        same = _same_scalar(meant, written)
    return "" if same else _tell(place, _show(meant), _show(written))


def _mapping_difference(meant: Mapping[str, Any], written: Any, place: DocumentPath) -> str:
    if not isinstance(written, dict):
        return _tell(place, "a mapping", _show(written))
    for key, value in meant.items():
        # Nearly every value is a text that is the same: it is passed over without a call.
        if value.__class__ is str and written.get(key) == value:
            continue
        if key not in written:
            return _tell((*place, key), _show(value), "nothing")
        found = _difference(value, written[key], (*place, key))
        if found:
            return found
    for key, value in written.items():
        if key not in meant:
            return _tell((*place, key), "nothing", _show(value))
    return ""


def _list_difference(meant: list[Any] | tuple[Any, ...], written: Any, place: DocumentPath) -> str:
    if not isinstance(written, list):
        return _tell(place, "a list", _show(written))
    for index, (left, right) in enumerate(zip(meant, written, strict=False)):
        found = _difference(left, right, (*place, index))
        if found:
            return found
    shorter = min(len(meant), len(written))
    if len(meant) > shorter:
        return _tell((*place, shorter), _show(meant[shorter]), "nothing")
    if len(written) > shorter:
        return _tell((*place, shorter), "nothing", _show(written[shorter]))
    return ""


def _same_scalar(meant: object, written: object) -> bool:
    if meant is None or written is None or isinstance(meant, bool) or isinstance(written, bool):
        return meant is written
    if isinstance(meant, (int, float)) and isinstance(written, (int, float)):
        return meant == written or (math.isnan(meant) and math.isnan(written))
    return False


def _tell(place: DocumentPath, meant: str, written: str) -> str:
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{yamltext.visible(str(step))}" for step in place)
    where = f"`{name.removeprefix('.')}`" if place else "the document"
    return f"{where} means {meant}, but the file says {written}"


def _show(value: object) -> str:
    text = yamltext.quoted(value) if isinstance(value, str) else yamltext.visible(repr(value))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} ..."
