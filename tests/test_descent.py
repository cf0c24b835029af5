"""The way down a routing tree: which nodes an alert ends at."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from o11ygen.descent import ends


class Node(NamedTuple):
    """A node that matches if its name is asked for."""

    name: str
    children: tuple[Node, ...] = ()
    continue_: bool = False


TREE = Node(
    "root",
    (
        Node("first", (Node("below"), Node("deeper"))),
        Node("second", (Node("below"),), continue_=True),
        Node("third"),
        Node("last"),
    ),
)


@pytest.mark.parametrize(
    ("matching", "expected"),
    [
        ("first second third", ()),  # the root itself does not match
        ("root", ("root",)),
        ("root below", ("root",)),  # what does not match hides all below it
        ("root first", ("first",)),
        ("root first below deeper", ("below",)),
        ("root first second third", ("first",)),
        ("root second third last", ("second", "third")),
        ("root second below third", ("below", "third")),
        ("root third last", ("third",)),
    ],
)
def test_an_alert_ends_at(matching: str, expected: tuple[str, ...]) -> None:
    names = matching.split()
    found = ends(TREE, matches=lambda node: node.name in names, children=lambda node: node.children)
    assert tuple(node.name for node in found) == expected
