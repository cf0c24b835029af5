"""The grid of a dashboard: panels placed by their widths, row below row, never by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from o11ygen.record import record
from o11ygen.resolved import Panel, Row

COLUMNS = 24
HEADER_HEIGHT = 1


@record
class Place:
    """Where something stands, in grid units from the upper left corner."""

    x: int
    y: int
    width: int
    height: int


@record
class PlacedRow:
    """A row's header, and each of its panels with its place; those of a collapsed row stand where they open."""

    row: Row
    header: Place
    panels: tuple[tuple[Panel, Place], ...]


def placed_rows(rows: Sequence[Row]) -> Iterator[PlacedRow]:
    """The rows one below the other. A collapsed row takes the height of its header alone."""
    y = 0
    for row in rows:
        panels = tuple(_placed(row.panels, top=y + HEADER_HEIGHT))
        yield PlacedRow(row, Place(0, y, COLUMNS, HEADER_HEIGHT), panels)
        bottom = max((place.y + place.height for _, place in panels), default=y + HEADER_HEIGHT)
        y = y + HEADER_HEIGHT if row.collapsed else bottom


def _placed(panels: Sequence[Panel], *, top: int) -> Iterator[tuple[Panel, Place]]:
    """From left to right, in a new line when the next panel would not fit.

    A repeated panel has its line to itself: Grafana fills the line with its copies and moves away what stands there.
    """
    x, y, height = 0, top, 0
    alone = False
    for panel in panels:
        if x and (alone or panel.repeat or x + panel.width > COLUMNS):
            x, y, height = 0, y + height, 0
        yield panel, Place(x, y, panel.width, panel.height)
        x += panel.width
        height = max(height, panel.height)
        alone = bool(panel.repeat)
