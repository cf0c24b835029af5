"""A document of a foreign file, read: its value, what is wrong with it, and the place of any part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml import YAMLError, events
from yaml._yaml import CParser

from o11ygen.collector import uncollected
from o11ygen.yamlread.build import Builder, Refused, place_of
from o11ygen.yamlread.built import Built
from o11ygen.yamlread.dialect import Dialect
from o11ygen.yamlread.fault import START, Fault, Path, Place
from o11ygen.yamlread.narrower import inner_mark, look_ahead, narrower
from o11ygen.yamlread.wording import syntax_fault


class Document:
    """The first document of a file, as a program of the dialect reads it.

    `value` is made of dicts with text as keys, lists, text and, in a dialect with types, `Scalar`; or of native values.
    `faults` are in the order of the file. A document that is `refused` has no value to judge.
    """

    def __init__(self, built: Built, *, refused: bool, again: Callable[[], Built]) -> None:
        self.value: Any = built.value
        self.faults = built.faults
        self.depth = built.depth
        self.refused = refused
        self._built: Any = built
        self._again = again

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at `path` stands, or its key; the nearest part around it where there is none."""
        if self._built.places is None:
            # The same again, and only once in memory.
            self.value = self._built = None
            self._built = self._again()
            self.value = self._built.value
        places = self._built.places
        return Place(1, 1) if places is None else places.of(self._built.value, path, key=key)


def read(data: bytes, *, dialect: Dialect, places: bool = False) -> Document:
    """The first document of YAML text, in UTF-8 or with a byte order mark in UTF-16; never raises for its content.

    With `places` it is read with them at once, which is cheaper where one is asked for, and dearer where none is.
    """
    mark = inner_mark(data)
    if mark is not None:
        return _refused(mark)
    try:
        built, rest = _read(data, dialect, places=places)
        wider = narrower(data)
        if wider is not None:
            return _refused(wider)
        if built.faults and not places:
            built, rest = _read(data, dialect, places=True)
    except Refused as refusal:
        return _refused(refusal.fault)
    except YAMLError as error:
        return _refused(syntax_fault(error, data))
    except UnicodeDecodeError:
        return _refused(Fault(Place(1, 1), "a tag or an anchor is not UTF-8", "Save the file as UTF-8"))
    if rest is not None:
        built = Built(built.value, (*built.faults, rest), built.depth, built.places)
    return Document(built, refused=False, again=lambda: _read(data, dialect, places=True)[0])


def _refused(fault: Fault) -> Document:
    built = Built(None, (fault,), 0, None)
    return Document(built, refused=True, again=lambda: built)


def _read(data: bytes, dialect: Dialect, *, places: bool) -> tuple[Built, Fault | None]:
    """The first document, and what follows it."""
    with uncollected():
        parser: Any = CParser(data)
        following = parser.get_event
        following()
        start = following()
        if type(start) is not events.DocumentStartEvent:
            return Built(None, (), 0, None), None
        if start.version not in (None, (1, 1)):
            version = ".".join(map(str, start.version))
            raise Refused(place_of(start), f"`%YAML {version}` is refused: the program knows 1.1", "Remove the line")
        builder = Builder(following, dialect, places=places)
        built = builder.build()
        rest = _rest(following)
        if rest is not None and dialect.library == 3:
            look_ahead(data, builder.end)
        return built, rest


def _rest(following: Callable[[], Any]) -> Fault | None:
    """The advice about what follows the first document: programs read on to its end, and say nothing of the rest."""
    try:
        event = following()
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(mark.line + 1, mark.column + 1) if mark is not None else START
        message = (
            "nothing from here on is read: the document ended above, as this stands further left or behind its end"
        )
        return Fault(place, message, "Indent the lines above and below alike", kind="advice")
    if type(event) is events.StreamEndEvent:
        return None
    hint = "Put it into a file of its own, or remove the `---` that starts it"
    return Fault(place_of(event), "only the first document of the file is read, not this one", hint, kind="advice")
