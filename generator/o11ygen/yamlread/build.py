"""From the events of libyaml's parser to plain values, as go-yaml decodes them; in one pass, without recursion.

The pass runs once for the values and, where something is to be said about them, once more with their places: it is the
same code, so both read the same document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from yaml import events

from o11ygen.yamlread.anchors import Anchored, excessive
from o11ygen.yamlread.built import Built, Places, packed, unpacked
from o11ygen.yamlread.dialect import Dialect
from o11ygen.yamlread.fault import Fault, Path, Place
from o11ygen.yamlread.opened import LEFT_OUT, MERGE, Opened, Word, merge, repeated, settle
from o11ygen.yamlread.scalar import HINTS, Kind, Scalar, native, resolve, tagged

_SCALAR, _ALIAS = events.ScalarEvent, events.AliasEvent
_MAPPING, _MAPPING_END = events.MappingStartEvent, events.MappingEndEvent
_LIST, _LIST_END = events.SequenceStartEvent, events.SequenceEndEvent
# go-yaml stops at 10,000; the time that libyaml takes grows with the square of the depth, and no file is so deep.
DEEPEST: Final = 1000
_ODD_KEYS: Final = frozenset(("<<", "", "~", "null", "Null", "NULL"))


class Refused(Exception):
    """The program stops reading here, so that nothing of the document is known."""

    def __init__(self, place: Place, message: str, hint: str = "", path: Path = ()) -> None:
        super().__init__(message)
        self.fault = Fault(place, message, hint, path)


class Builder:
    """Builds the value of one document; `following` gives the events after its start."""

    def __init__(self, following: Callable[[], Any], dialect: Dialect, *, places: bool) -> None:
        self._following = following
        # The character at which the document ends, once it is read.
        self.end = 0
        self._dialect = dialect
        self._places = Places() if places else None
        self._drops_null = dialect.typed and dialect.library == 3
        self._anchors: dict[str, Anchored] = {}
        self._nodes = 0
        self._aliased = 0
        self._faults: list[Fault] = []
        self._deepest = 0
        self._stack: list[Opened] = [Opened(None, 0, self._places, is_mapping=False)]

    def build(self) -> Built:
        """The value of the document; raises `Refused`, and yaml.YAMLError where the text is not YAML."""
        following, stack, quick = self._following, self._stack, self._places is None
        root = holder = stack[-1]
        while True:
            event = following()
            kind = type(event)
            if kind is _SCALAR:
                self._nodes += 1
                text = event.value
                usual = event.tag is None and event.anchor is None
                if holder.key is None and holder.is_mapping:
                    holder.key = text if usual and text not in _ODD_KEYS else self._odd_key(event)
                    if not quick:
                        holder.key_mark = event.start_mark
                    continue
                if usual and (not event.implicit[0] or (text and text[0] not in HINTS)):
                    value: Any = text
                else:
                    value = self._scalar(event)
            elif kind is _MAPPING or kind is _LIST:
                holder = self._open(event, is_mapping=kind is _MAPPING)
                continue
            elif kind is _MAPPING_END or kind is _LIST_END:
                event, value = self._close()
                holder = stack[-1]
            elif kind is _ALIAS:
                if holder.key is None and holder.is_mapping:
                    self._alias_key(holder, event)
                    continue
                value = self._alias(holder, event)
            else:
                self.end = event.start_mark.index
                break
            if type(holder.key) is str and holder.key not in holder.value:
                if not quick:
                    holder.stands[holder.key] = packed(holder.key_mark, event.start_mark)
                holder.value[holder.key] = value
                holder.key = None
            else:
                self._store(holder, event, value)
        return self._built(root)

    def _built(self, root: Opened) -> Built:
        self._count_aliases(Place(1, 1))
        if self._places is not None and root.stands:
            self._places.root = unpacked(root.stands[0])[0]
        return Built(root.value[0] if root.value else None, tuple(self._faults), self._deepest, self._places)

    def _store(self, holder: Opened, event: Any, value: Any) -> None:
        """Put the value under the key that waits for it, or at the end of the list."""
        key, holder.key = holder.key, None
        place = place_of(event)
        if not holder.is_mapping:
            if value is None and self._drops_null and len(self._stack) > 1:
                return
            holder.stands[len(holder.value)] = (place, place)
            holder.value.append(value)
        elif key is None:
            self._no_name(holder, event)
            holder.key = LEFT_OUT
        elif key is MERGE:
            self._merge(holder, event, value)
        elif isinstance(key, str):
            if key in holder.value:
                self._report(repeated(holder, key))
            holder.stands[key] = (holder.key_place, place)
            holder.value[key] = value

    def _open(self, event: Any, *, is_mapping: bool) -> Opened:
        opened = Opened(event, self._nodes, self._places, is_mapping=is_mapping)
        self._nodes += 1
        if event.anchor is not None:
            opened.anchor = self._anchors[event.anchor] = Anchored(opened.value, open=True)
        self._stack.append(opened)
        if len(self._stack) > self._deepest + 1:
            self._deepest = len(self._stack) - 1
            if self._deepest > DEEPEST:
                raise Refused(
                    place_of(event), f"the document is nested deeper than {DEEPEST} levels", "Write it flatter"
                )
        return opened

    def _close(self) -> tuple[Any, Any]:
        """The event that opened what ends here, and its value."""
        closed = self._stack.pop()
        if closed.merges:
            settle(closed)
        if closed.anchor is not None:
            closed.anchor.open = False
            closed.anchor.nodes = self._nodes - closed.before
        return closed.event, closed.value

    def _scalar(self, event: Any) -> Any:
        """The value of a scalar that has a tag or an anchor, or may be something else than text."""
        text: str = event.value
        library = self._dialect.library
        value: Any = text
        kind: Kind
        if self._stack[-1].key in self._dialect.raw:
            kind, plain = "str", None
        elif event.tag is not None and event.tag != "!":
            try:
                kind, plain, text = tagged(event.tag, text, library)
            except ValueError as error:
                raise Refused(place_of(event), str(error), "Remove the tag, or mend the value", self._path()) from None
        elif self._is_plain(event):
            kind, plain = resolve(text, library)
        else:
            kind, plain = "str", None
        if kind == "null":
            value = None
        elif not self._dialect.typed:
            value = native(kind, plain, text)
        else:
            value = text if plain is None else Scalar(text, plain)
        if event.anchor is not None:
            self._anchors[event.anchor] = Anchored(value, event.value)
        return value

    def _odd_key(self, event: Any) -> str | Word:
        """The name that a key with a tag or an anchor comes to, or one that may be no name."""
        text: str = event.value
        if text == "<<" and (self._is_plain(event) or event.tag == "tag:yaml.org,2002:merge"):
            return MERGE
        return self._name(self._scalar(event), text)

    def _is_plain(self, event: Any) -> bool:
        """Whether the spelling decides what the scalar is; to go-yaml 2 whatever has the tag `!` is text."""
        if event.tag == "!":
            return self._dialect.library == 3 and not event.style
        return event.tag is None and bool(event.implicit[0])

    def _name(self, value: Any, text: str) -> str | Word:
        """go-yaml 3 leaves out a key that is null, with its value; to go-yaml 2 its name is empty."""
        if value is None:
            return LEFT_OUT if self._drops_null else ""
        return str(value) if isinstance(value, str) else text

    def _alias_key(self, holder: Opened, event: Any) -> None:
        anchored = self._anchored(event)
        holder.key_mark = event.start_mark
        if isinstance(anchored.value, (dict, list)):
            self._no_name(holder, event)
            holder.key = LEFT_OUT
        else:
            holder.key = self._name(anchored.value, anchored.text or "")

    def _anchored(self, event: Any) -> Anchored:
        self._nodes += 1
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            message = f"`*{event.anchor}` refers to an anchor that is not there before it"
            hint = f"Write `&{event.anchor}` at the value that it repeats; text that starts with `*` needs quotes"
            raise Refused(place_of(event), message, hint, self._path())
        return anchored

    def _alias(self, holder: Opened, event: Any) -> Any:
        """The value that the alias repeats: the same object, so that it takes no memory."""
        anchored = self._anchored(event)
        if holder.key in self._dialect.raw:
            return event.anchor
        if anchored.open:
            message = f"`*{event.anchor}` stands inside what it repeats"
            raise Refused(place_of(event), message, "Take it out: the value would hold itself", self._path())
        self._nodes += anchored.nodes
        self._aliased += anchored.nodes
        self._count_aliases(place_of(event))
        return anchored.value

    def _count_aliases(self, place: Place) -> None:
        if excessive(self._nodes, self._aliased):
            message = "aliases repeat so much of the document that the program stops reading"
            raise Refused(place, message, "Repeat less with `*`: anchors inside anchors multiply")

    def _merge(self, holder: Opened, event: Any, value: Any) -> None:
        alone = isinstance(value, dict)
        listed = value if isinstance(value, list) and type(event) is _LIST else [value]
        if not alone and not all(isinstance(one, dict) for one in listed):
            message = "`<<` merges a mapping, or a list of mappings"
            raise Refused(place_of(event), message, "Write `<<: *anchor` of a mapping", self._path())
        for fault in merge(holder, listed, holder.key_place, self._places, self._dialect.library):
            self._report(fault)

    def _no_name(self, holder: Opened, event: Any) -> None:
        """A mapping or list where a name should stand; `{{ ... }}` without quotes is read as that."""
        place = place_of(event)
        outer = place_of(holder.event)
        if type(event) is _MAPPING and event.flow_style and outer == Place(place.line, place.column - 1):
            hint = 'Put the value in quotes: `"{{ ... }}"`'
            self._faults.append(Fault(outer, "`{{` without quotes opens a mapping, not a template", hint, self._path()))
        else:
            self._faults.append(
                Fault(place, "a mapping or a list stands where a name should", "Put the name in quotes", self._path())
            )

    def _report(self, fault: Fault) -> None:
        self._faults.append(replace(fault, path=self._path() + fault.path))

    def _path(self) -> Path:
        """Where in the document the part stands that is being read."""
        return tuple(
            opened.key if isinstance(opened.key, str) else "<<" if opened.is_mapping else len(opened.value)
            for opened in self._stack[1:-1]
        )


def place_of(event: Any) -> Place:
    """Where an event starts."""
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1)
