"""The way of an alert down a routing tree, as Alertmanager goes it.

https://prometheus.io/docs/alerting/latest/configuration/#route
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Branch(Protocol):
    """A node of a tree."""

    @property
    def continue_(self) -> bool:
        """Whether the next siblings are tried after it."""


B = TypeVar("B", bound=Branch)


def ends(node: B, *, matches: Callable[[B], bool], children: Callable[[B], Iterable[B]]) -> tuple[B, ...]:
    """The nodes where an alert ends that `matches` tells of: none when the first node does not match.

    Depth first; among siblings the first that matches wins, unless it says `continue`; a node itself counts only if none
    of its children matched.
    """
    if not matches(node):
        return ()
    found: list[B] = []
    for child in children(node):
        below = ends(child, matches=matches, children=children)
        found.extend(below)
        if below and not child.continue_:
            break
    return tuple(found) or (node,)
