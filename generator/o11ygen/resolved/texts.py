"""Every text that a stack holds, with the thing it belongs to and the name that it stands under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.resolved.rules import AlertRule, RecordingRule
from o11ygen.resolved.source import UNKNOWN, Source, Text
from o11ygen.resolved.stack import Stack

# Parts that say nothing of their own: they are worked out of others, or are where something was written.
_LEFT_OUT = frozenset(
    (
        "series",
        "router",
        "known",
        "made",
        "groups",
        "metrics",
        "services",
        "versions",
        "spec",
        "project",
        "source",
        "refers",
    )
)


def texts_of_rule(rule: AlertRule | RecordingRule) -> Iterator[Text]:
    """The texts of a rule, the names of its labels left out."""
    yield Text(rule.source, "expr", "expr", rule.expr)
    for name, text in rule.labels.items():
        yield Text(rule.source, "labels", name, text)
    if isinstance(rule, AlertRule):
        for name, text in rule.annotations.items():
            yield Text(rule.source, name, name, text)
    yield from _inside(rule.extra, rule.source, "extra", "extra")


def texts_beside_rules(stack: Stack) -> Iterator[Text]:
    """Those of everything else: metrics, which hold names and prose of the code, are left out."""
    for name in _fields_of(stack):
        # Of dashboards of strangers all texts are there.
        if name != "texts" and not (stack.texts and name == "dashboards"):
            yield from _inside(getattr(stack, name), stack.source, name, name)
    yield from stack.texts


def _inside(value: Any, source: Source, field: str, place: str) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(source, field, place, value)
    elif names := _fields_of(value):
        own = getattr(value, "source", None)
        if isinstance(own, Source) and own is not UNKNOWN:
            source, field = own, ""
        for name in names:
            # Most fields of most things are empty.
            if part := getattr(value, name):
                yield from _inside(part, source, field or name, name)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _inside(item, source, field, place)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            # The key of `X-Api-Key: {values: [...]}` says more than the one below it.
            yield from _inside(item, source, field or str(key), place if key in ("value", "values") else str(key))


_KNOWN: dict[type[object], tuple[str, ...]] = {}


def _fields_of(value: object) -> tuple[str, ...]:
    """The fields of a record of ours that hold what somebody wrote; none of another object."""
    cls = type(value)
    known = _KNOWN.get(cls)
    if known is None:
        fields = getattr(cls, "__dataclass_fields__", ()) if cls.__module__.startswith("o11ygen.resolved.") else ()
        known = tuple(name for name in fields if name not in _LEFT_OUT and not name.startswith("_"))
        _KNOWN[cls] = known
    return known
