"""Where the groups and rules of a document stand: a rule file, a manifest of rules, or a list of manifests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.validate.dashboard_view import entries
from o11ygen.validate.flaw import Path


def groups_in(value: Any) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every group of a document, with its path."""
    if not isinstance(value, Mapping):
        return
    for index, item in entries(value.get("items")):
        if item.get("kind") == "PrometheusRule":
            yield from ((("items", index, *path), group) for path, group in groups_in(item))
    at: Path = ("groups",)
    holder = value
    if isinstance(value.get("spec"), Mapping):
        at, holder = ("spec", "groups"), value["spec"]
    for index, group in entries(holder.get("groups")):
        yield (*at, index), group


def starts_in(value: Any) -> Iterator[Path]:
    """Where each group and each rule of a document stands, groups before their rules."""
    for path, group in groups_in(value):
        yield path
        yield from ((*path, "rules", number) for number, _ in entries(group.get("rules")))
