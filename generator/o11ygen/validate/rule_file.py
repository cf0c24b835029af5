"""Rule files, as Prometheus reads them and in the manifests of its operator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, Path
from o11ygen.validate.rules import Reading, judge_groups


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What the fields alone do not show: expressions, templates, rules that are written twice."""
    at: Path = ()
    holder = value
    if isinstance(value, Mapping) and "spec" in value:
        at, holder = ("spec",), value["spec"]
    groups = holder.get("groups") if isinstance(holder, Mapping) else None
    reading = Reading(context.versions.get("prometheus"), context.features)
    yield from judge_groups(groups, (*at, "groups"), reading)
