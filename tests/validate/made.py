"""Makes configuration files, right and slightly wrong, out of any source of chance: text of YAML.

A document is made of `Map`, a list of pairs so that a name may stand twice, of lists, and of scalars; `Raw` is a scalar
as it is spelt in the file.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Make: TypeAlias = Callable[["Maker"], Any]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
# Scalars that readers of YAML take for different things.
ODD = (
    "~ null true false on off yes no y 0 1 -1 5 012 0x1F 1_000 1.5 -0.5 1e3 .inf .nan 1:30 2026-01-02 '' \"\" [] {} [a] "
    "{a: 1} - = << !!str !!int !!str,5 !!int,'5' !!float,1 !!null,x !!binary,aGk= !own,x '5' \"5\" 0b11 0o17 +12 12e03 "
    '9223372036854775808 18446744073709551616 \'é\' "\\x00" "\\u00e9" -.5 .5 5. 1e400 TRUE Off nUll 0s'
)


class Raw(str):
    """A scalar, spelt as in the file."""

    __slots__ = ()


class Map(list[tuple[str, Any]]):
    """A mapping as its pairs."""


class Maker:
    """Draws values; about one in `rarity` scalars is wrong or odd, and one in `rarity` parts has something wrong."""

    def __init__(self, chance: random.Random, *, rarity: int = 30) -> None:
        self.chance = chance
        self.rarity = rarity

    def once_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.chance.randrange(times) == 0

    def one(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.chance.randrange(len(values))]

    def value(self, make: Make) -> Any:
        """What a field holds, or now and then something odd."""
        if self.once_in(self.rarity * 2):
            return Raw(self.one(ODD.split(" ")).replace(",", " "))
        return make(self)

    def part(self, fields: dict[str, Make], *needed: str, most: int = 4) -> Map:
        """A mapping of some of the fields, and of those it needs."""
        names = list(needed)
        for _ in range(self.chance.randrange(most + 1)):
            name = self.one(tuple(fields))
            if name not in names:
                names.append(name)
        if self.once_in(self.rarity) and names:
            names.remove(self.one(names))
        pairs = Map((name, self.value(fields[name])) for name in names)
        if self.once_in(self.rarity * 2):
            pairs.append(self._broken(fields, pairs))
        return pairs

    def _broken(self, fields: dict[str, Make], pairs: Map) -> tuple[str, Any]:
        """A name that is repeated, misspelt or foreign."""
        known = self.one(tuple(fields))
        if pairs and self.once_in(2):
            known = self.one(pairs)[0]
            return known, self.value(fields[known])
        return self.one((f"{known}s", known.upper(), known[:-1], "x", "")), Raw("1")


def texts(*right: str, wrong: Sequence[str] = ()) -> Make:
    """One of these texts; rarely one that is wrong."""

    def make(maker: Maker) -> Any:
        return maker.one(wrong) if wrong and maker.once_in(maker.rarity) else maker.one(right)

    return make


def raws(*right: str, wrong: Sequence[str] = ()) -> Make:
    """The same of spelt scalars."""
    made = texts(*right, wrong=wrong)
    return lambda maker: Raw(made(maker))


def several(make: Make, most: int = 3, least: int = 0) -> Make:
    """A list."""
    return lambda maker: [maker.value(make) for _ in range(least + maker.chance.randrange(most - least + 1))]


def mapping(name: Make, value: Make, most: int = 3) -> Make:
    """A mapping of free names."""

    def make(maker: Maker) -> Map:
        found: dict[str, Any] = {}
        for _ in range(maker.chance.randrange(most + 1)):
            found[str(name(maker))] = maker.value(value)
        return Map(found.items())

    return make


def part(fields: dict[str, Make], *needed: str, most: int = 4) -> Make:
    """A mapping of some of these fields."""
    return lambda maker: maker.part(fields, *needed, most=most)


def document(maker: Maker, value: Any) -> str:
    """The text of a file, now and then with something odd about it as YAML."""
    text = "\n".join(_lines(value)) + "\n" if value else "{}\n"
    if not maker.once_in(maker.rarity):
        return text
    lines = text.split("\n")
    place = maker.chance.randrange(len(lines))
    oddity = maker.chance.randrange(9)
    if oddity == 0:
        lines[place] = "\t" + lines[place]
    elif oddity == 1:
        lines[place] = " " + lines[place]
    elif oddity == 2:
        lines.insert(0, "%YAML 1.1\n---")
    elif oddity == 3:
        lines.append("---\na: 1")
    elif oddity == 4:
        return "﻿" + text
    elif oddity == 5:
        return text.replace("\n", "\r\n")
    elif oddity == 6:
        lines.insert(place, "# comment")
    elif oddity == 7:
        lines[place] = lines[place] + " # comment"
    else:
        del lines[place]
    return "\n".join(lines)


def _lines(value: Any) -> list[str]:
    """The lines of a mapping or list that is not empty."""
    lines: list[str] = []
    items = value if isinstance(value, Map) else [(None, item) for item in value]
    for name, item in items:
        head = "-" if name is None else f"{_scalar(name)}:"
        if isinstance(item, (Map, list)) and item:
            inner = [f"  {line}" for line in _lines(item)]
            if name is None:
                lines += [f"- {inner[0][2:]}", *inner[1:]]
            else:
                lines += [head, *inner]
        else:
            lines.append(f"{head} {_scalar(item)}")
    return lines


def _scalar(value: Any) -> str:
    if isinstance(value, Map):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if isinstance(value, Raw):
        return str(value)
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else json.dumps(text)
