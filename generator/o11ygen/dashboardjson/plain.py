"""JSON values without surprises: nothing but dicts, lists and scalars, no nulls, one order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

Json: TypeAlias = dict[str, Any]
T = TypeVar("T")


def plain(value: Any) -> Any:
    """`value` as dicts with sorted keys, lists and scalars; nulls are left out, grafanalib objects are unfolded.

    The two places where Grafana wants a null (the base step of thresholds, the open end of a range mapping) get it
    back where they are finished.
    """
    kind = type(value)
    if kind is str or kind is int or kind is bool:
        return value
    if kind is float:
        return _number(value)
    if kind is dict:
        return _plain_dict(value)
    if kind is list or kind is tuple:
        return [plain(item) for item in value if item is not None]
    unfold = getattr(value, "to_json_data", None)
    if unfold is not None:
        return plain(unfold())
    if isinstance(value, Mapping):
        return plain(dict(value))
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, Iterable):
        return plain(list(value))
    raise TypeError(f"a dashboard holds a `{kind.__name__}`, which JSON can't express; use strings, numbers and dicts")


def _plain_dict(value: Mapping[str, Any]) -> Json:
    result = {}
    for key in sorted(value):
        item = value[key]
        kind = type(item)
        # Nearly every value is one of these: it is passed over without a call.
        if kind is str or kind is int or kind is bool:
            result[key] = item
        elif item is not None:
            result[key] = plain(item)
    return result


def _number(value: float) -> int | float:
    """`80` for 80.0: JSON has one kind of number, and a threshold should read the same however it was written."""
    if not math.isfinite(value):
        raise ValueError(f"a dashboard holds the number `{value}`, which JSON can't express; leave the field out")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def filled(value: Mapping[str, Any], defaults: Mapping[str, Any]) -> Json:
    """`value` with the missing keys of `defaults`, at every level, in sorted order; chosen values stay."""
    result = dict(value)
    for key, default in defaults.items():
        current = result.get(key)
        if current is None:
            result[key] = copied(default) if isinstance(default, (dict, list)) else default
        elif isinstance(default, dict) and isinstance(current, dict):
            result[key] = filled(current, default)
    return {key: result[key] for key in sorted(result)}


def copied(value: T) -> T:
    """A copy whose dicts and lists can be changed without changing the table they came from."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}  # type: ignore[return-value]  # same shape as T
    if isinstance(value, list):
        return [copied(item) for item in value]  # type: ignore[return-value]  # same shape as T
    return value


def in_order(value: Mapping[str, Any], first: tuple[str, ...]) -> Json:
    """`value` with the keys named in `first` leading, the others behind them by name."""
    result = {key: value[key] for key in first if key in value}
    for key in sorted(value):
        if key not in result:
            result[key] = value[key]
    return result
