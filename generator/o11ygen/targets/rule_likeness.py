"""Which rules Prometheus accepts or refuses alike; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any


def likeness(rule: Mapping[str, Any]) -> Hashable | None:
    """What the verdict on a rule goes by: rules that agree in it are accepted alike, or not at all.

    Names and texts that `Rule` takes whatever they say count as one. None where the verdict may go by something else.
    """
    parts: list[Hashable] = []
    for field, value in rule.items():
        if field == "labels" or field == "annotations":
            if value.__class__ is not dict or not _are_free(value.values()):
                return None
            parts.append((field, *value))
        elif value.__class__ is not str:
            return None
        elif field != "alert" and field != "expr":
            parts.append((field, value))
        elif value and value.isascii():
            parts.append(field)
        else:
            return None
    return tuple(parts)


def _are_free(texts: Iterable[Any]) -> bool:
    try:
        return all(map(str.isascii, texts))
    except TypeError:  # not all are texts
        return False
