"""Anchors and aliases as go-yaml counts them: how much of a document aliases may make, and none that holds itself.

https://github.com/go-yaml/yaml/blob/v3.0.1/decode.go (`allowedAliasRatio`)
"""

from __future__ import annotations

from typing import Any, Final

_SMALL: Final = 400_000
_LARGE: Final = 4_000_000


class Anchored:
    """What an anchor names: the value, its spelling where it is a scalar, and how many nodes it stands for."""

    __slots__ = ("nodes", "open", "text", "value")

    def __init__(self, value: Any, text: str | None = None, *, open: bool = False) -> None:
        self.value = value
        self.text = text
        self.nodes = 1
        # Until its end is read, an alias to it would make it hold itself.
        self.open = open


def excessive(nodes: int, aliased: int) -> bool:
    """Whether too many of the nodes come from aliases: the program stops reading there."""
    if aliased <= 100 or nodes <= 1000:
        return False
    if nodes <= _SMALL:
        allowed = 0.99
    elif nodes >= _LARGE:
        allowed = 0.10
    else:
        allowed = 0.99 - 0.89 * ((nodes - _SMALL) / (_LARGE - _SMALL))
    return aliased / nodes > allowed
