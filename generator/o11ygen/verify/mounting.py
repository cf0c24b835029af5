"""A rendered config as its container sees it: the text stays, only the paths in it lead to files of this machine.

Rendered files name what they need by container path (`/etc/prometheus/alert-rules.yml`, `/run/secrets/...`), and the
real programs look those files up. The places of the values come from YAML's own positions and only these values are
exchanged, so that a program judges every other byte, and every line number, as it was rendered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeAlias

import yaml

from o11ygen.record import record

Keys: TypeAlias = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@record
class Mount:
    """A folder of the output and its path in the container: `Mount(output / "prometheus", at="/etc/prometheus")`."""

    folder: Path
    at: str

    def file(self, path: str) -> Path | None:
        """The file in the folder that a path in the config leads to; nothing for a path that leads elsewhere."""
        if not path.startswith("/"):
            return self.folder / path
        inside = path.removeprefix(self.at.rstrip("/") + "/")
        return None if inside == path else self.folder / inside


def exchange(text: str, replacement: Callable[[Keys, str], str | None]) -> str:
    """The YAML text with those scalars exchanged for which `replacement(keys, value)` gives a new value.

    `keys` is the way to the scalar, such as `("rule_files", 0)`. A text that is no YAML comes back as it is: the
    program that reads it next says what is wrong with it, in its own words.
    """
    starts = _line_starts(text)
    pieces: list[str] = []
    end = 0
    for keys, node in _scalars(_composed(text), ()):
        value = replacement(keys, node.value)
        start = _offset(starts, node.start_mark)
        # An alias leads back to a value that has its place, and its exchange, already.
        if value is None or start < end:
            continue
        pieces += [text[end:start], _quoted(value)]
        end = _offset(starts, node.end_mark)
    return "".join([*pieces, text[end:]])


def keys_of(text: str) -> frozenset[str]:
    """Every key of every mapping in a YAML text; none for a text that is no YAML."""
    return frozenset(key.value for key, _ in _entries(_composed(text)))


def blank_entries(text: str, *, keys: Collection[str]) -> str | None:
    """The YAML text with the entries under `keys` left out, as empty lines; nothing where that would harm the rest."""
    lines = text.splitlines(keepends=True)
    for key, value in _entries(_composed(text)):
        if key.value not in keys:
            continue
        first = key.start_mark.line
        last = max(first, _last_line(value))
        if lines[first][: key.start_mark.column].strip() or _refers_back(value, first):
            return None
        lines[first : last + 1] = ["\n"] * (last + 1 - first)
    return "".join(lines)


# What may not stand in a YAML file, and what a reader takes for the end of a line.
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _quoted(value: str) -> str:
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        return None


def _scalars(node: yaml.Node | None, keys: Keys) -> Iterator[tuple[Keys, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield keys, node
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _scalars(item, (*keys, position))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _scalars(value, (*keys, key.value))


def _entries(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entries(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key, value
            yield from _entries(value)


def _last_line(node: yaml.Node) -> int:
    """The last line that a value stands on, counted from 0: a block's own end mark is where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    end = node.end_mark
    return int(end.line if end.column else end.line - 1)


def _refers_back(node: yaml.Node, line: int) -> bool:
    """Whether an alias is in the value: its node has the place of its anchor, so its own lines are not known."""
    if node.start_mark.line < line:
        return True
    if not isinstance(node, yaml.CollectionNode):
        return False
    parts = (part for item in node.value for part in (item if isinstance(item, tuple) else (item,)))
    return any(_refers_back(part, line) for part in parts)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _offset(starts: list[int], mark: yaml.Mark) -> int:
    return starts[mark.line] + int(mark.column)
