"""The ranges in the queries of panels: which are written out, and which follow what the reader looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from o11ygen.promql import Selector, parse
from o11ygen.resolved.dashboards import Dashboard, Query
from o11ygen.resolved.expressions import expand

# Lengths that nobody writes: what they stand for is read off the result.
_CHOSEN = 5_593_571_983
_LENGTHS = {
    "__rate_interval": 8_869_990_787,
    "__interval": 7_781_188_786,
    "__range": 6_692_377_685,
    "__auto": _CHOSEN,
    "": _CHOSEN,
}
# Nearly all queries have no other window: they need not be parsed.
_FOLLOWING = frozenset({"$__rate_interval", "${__rate_interval}"})
_WINDOW = re.compile(r"\[\s*([^\]]*?)\s*\]")
_NAMES = {length: name for name, length in _LENGTHS.items()}


class PanelRange(NamedTuple):
    """A window of a query: `variable` is Grafana's name for its length, `chosen` one of the dashboard's own.

    Where the length is written out, it is in milliseconds, and `variable` is empty.
    """

    selector: Selector
    variable: str
    length_ms: int


def ranges_of(query: Query, dashboard: Dashboard) -> Iterator[PanelRange]:
    """The windows of its selectors; none for a query of which is not known what it asks, or that follows what is shown."""
    if _FOLLOWING.issuperset(_WINDOW.findall(query.expr)):
        return
    text, _ = expand(query.expr, dashboard.variables, scrape_interval_ms=30_000, lengths=_LENGTHS)
    for selector in parse(text).selectors:
        if selector.range_ms:
            name = _NAMES.get(selector.range_ms)
            yield PanelRange(selector, "chosen" if name == "" else name or "", selector.range_ms)
