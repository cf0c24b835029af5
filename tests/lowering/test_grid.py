"""Where panels are placed: never over each other, never past the last column, in the order they are written in."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.lowering.grid import COLUMNS, Place, PlacedRow, placed_rows
from o11ygen.resolved import Panel, Row
from tests.dashboards import make_panel, make_row

panels = st.builds(
    make_panel, width=st.integers(1, COLUMNS), height=st.integers(2, 40), repeat=st.sampled_from(("", "", "", "job"))
)
rows = st.lists(
    st.builds(lambda panels, collapsed: make_row(*panels, collapsed=collapsed), st.lists(panels), st.booleans()),
    max_size=5,
)


def apart(one: Place, other: Place) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return beside or one.y + one.height <= other.y or other.y + other.height <= one.y


def shown(placed: list[PlacedRow]) -> list[Place]:
    """Every place that is taken while closed rows are closed."""
    return [
        place
        for row in placed
        for place in (row.header, *(() if row.row.collapsed else (place for _, place in row.panels)))
    ]


@settings(max_examples=150, deadline=None)
@given(rows)
def test_nothing_overlaps_and_nothing_leaves_the_grid(rows: list[Row]) -> None:
    placed = list(placed_rows(rows))
    for one, other in combinations(shown(placed), 2):
        assert apart(one, other)
    for row in placed:
        for one, other in combinations((place for _, place in row.panels), 2):
            assert apart(one, other)
        for panel, place in row.panels:
            assert (place.width, place.height) == (panel.width, panel.height)
            assert place.x >= 0
            assert place.x + place.width <= COLUMNS
            assert place.y >= row.header.y + 1


@settings(max_examples=100, deadline=None)
@given(rows)
def test_panels_are_read_in_the_order_they_are_written_in(rows: list[Row]) -> None:
    for row in placed_rows(rows):
        assert [panel for panel, _ in row.panels] == list(row.row.panels)
        places = [(place.y, place.x) for _, place in row.panels]
        assert places == sorted(places)


@settings(max_examples=100, deadline=None)
@given(st.lists(panels, min_size=1, max_size=8))
def test_a_repeated_panel_has_its_line_to_itself(panels: list[Panel]) -> None:
    (row,) = placed_rows([make_row(*panels)])
    for panel, place in row.panels:
        if panel.repeat:
            assert [other for _, other in row.panels if other.y == place.y] == [place]


def test_a_line_is_as_high_as_its_highest_panel_and_the_next_row_stands_below() -> None:
    sizes = ((12, 6), (8, 4), (8, 4))
    first = make_row(*(make_panel(width=width, height=height) for width, height in sizes))
    closed = make_row(make_panel(width=24, height=9), title="Closed", collapsed=True)
    placed = list(placed_rows([first, closed, make_row(title="Empty"), make_row(title="Last")]))
    assert [row.header for row in placed] == [Place(0, y, 24, 1) for y in (0, 11, 12, 13)]
    assert [place for _, place in placed[0].panels] == [Place(0, 1, 12, 6), Place(12, 1, 8, 4), Place(0, 7, 8, 4)]
    # A closed row's panels stand where they open.
    assert [place for _, place in placed[1].panels] == [Place(0, 12, 24, 9)]
