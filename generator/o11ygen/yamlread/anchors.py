"""Anchors and aliases as go-yaml counts them: how much of a document aliases may make, and none that holds itself.

https://github.com/go-yaml/yaml/blob/v3.0.1/decode.go (`allowedAliasRatio`)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

_SMALL: Final = 400_000
_LARGE: Final = 4_000_000


@dataclass(slots=True)
class Anchored:
    """What an anchor names: the value, its spelling where it is a scalar, and how many nodes it stands for."""

    value: Any
    text: str | None = None
    nodes: int = 1
    # Until its end is read, an alias to it would make it hold itself.
    open: bool = False


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
