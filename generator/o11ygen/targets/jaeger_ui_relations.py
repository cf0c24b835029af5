"""What holds between the settings of Jaeger's web page; without the models, so that it loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.jaeger_ui import LinkPattern, Lookback, Menu, Search

_PLACEHOLDER = re.compile(r"#\{([^}]*)\}")
_LOOKBACK = re.compile(r"[1-9][0-9]*[mhdw]")
_TIME = re.compile(r"[1-9][0-9]*(?:ms|[smhdw])")


@relation
def menu(entry: Menu, versions: Versions) -> Iterator[Fault]:
    """An entry is a link or a list of links."""
    if entry.url is not None and entry.items is not None:
        yield Fault(f"the menu entry `{entry.label}` has both `url` and `items`", "Keep one of them", ("items",))


@relation
def lookback(span: Lookback, versions: Versions) -> Iterator[Fault]:
    """The length is one that the page knows."""
    if _LOOKBACK.fullmatch(span.value) is None:
        hint = "Write a number and m, h, d or w, such as `7d`"
        yield Fault(f"`{span.value}` is no length that the page knows", hint, ("value",))


@relation
def search_times(search: Search, versions: Versions) -> Iterator[Fault]:
    """The times are such as the page knows."""
    if search.default_lookback is not None and _LOOKBACK.fullmatch(search.default_lookback) is None:
        hint = "Write a number and m, h, d or w, such as `6h`"
        yield Fault(f"`{search.default_lookback}` is no length that the page knows", hint, ("defaultLookback",))
    if search.adjust_end_time is not None and _TIME.fullmatch(search.adjust_end_time) is None:
        hint = "Write a number and a unit, such as `1m`"
        yield Fault(f"`{search.adjust_end_time}` is no length of time", hint, ("adjustEndTime",))


@relation
def link(pattern: LinkPattern, versions: Versions) -> Iterator[Fault]:
    """A link names the field it is made from, and each placeholder something."""
    if pattern.type != "traces" and not pattern.key:
        yield Fault(f"a link of type `{pattern.type}` needs `key`", "Name the tag or field", ("key",))
    for field in ("url", "text"):
        if any(not name.strip() for name in _PLACEHOLDER.findall(getattr(pattern, field))):
            yield Fault(f"`{field}` has a placeholder without a name", "Write `#{traceID}`", (field,))
