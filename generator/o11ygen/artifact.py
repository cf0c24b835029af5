"""A rendered file, and the proof that what is written equals what was meant."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from o11ygen import yamltext

Format: TypeAlias = Literal["yaml", "json", "text"]
DocumentPath: TypeAlias = tuple[str | int, ...]
_LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file below `output/<environment>/`.

    `path` is relative to that folder, with slashes. `value` is the plain value the text was rendered from; `None` when
    the file has none (`format="text"`), and then only its form is proved. `target` is the kind of the document
    (`prometheus`, `rules`, ...), empty when no target model knows it. `sources` maps a place in the document to the
    resolved object it came from, so that a fault found there points at the spec.
    """

    path: str
    text: str
    value: object = field(default=None, hash=False)
    format: Format = "yaml"
    target: str = ""
    sources: Mapping[DocumentPath, object] = field(default_factory=dict, hash=False, compare=False)

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
    if artifact.format == "text":
        return ""
    try:
        written = yamltext.parse(artifact.text) if artifact.format == "yaml" else json.loads(artifact.text)
    except ValueError as error:
        return f"{artifact.path} is no {artifact.format.upper()}: {error}"
    return "" if artifact.value is None else _difference(artifact.value, written, ())


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
