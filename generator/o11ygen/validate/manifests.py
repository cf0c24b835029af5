"""Manifests of Kubernetes: a file holds several, each its own document, and a document may hold a list of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from o11ygen.validate.context import Context, Reference
from o11ygen.validate.flaw import Flaw

_BETWEEN = re.compile(rb"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_KIND = re.compile(rb"^[ \t-]*[\"']?kind[\"']?:[ \t]*[\"']?PrometheusRule(?:List)?\b", re.MULTILINE)
_TOP_KIND = re.compile(rb"^[\"']?kind[\"']?:[ \t]*[\"']?(\w+)", re.MULTILINE)
LISTS = ("List", "PrometheusRuleList")


def rule_manifests(data: bytes) -> list[bytes]:
    """The documents of a file that are manifests of rules, each on the lines where it stands; the rest is left out.

    Empty where there are not several documents, or none of them is one: then the file is read as any other.
    """
    starts = [match.start() for match in _BETWEEN.finditer(data)]
    if not starts or _KIND.search(data) is None:
        return []
    bounds = sorted({0, *starts, len(data)})
    parts = [(begin, data[begin:end]) for begin, end in itertools.pairwise(bounds)]
    if len([part for _, part in parts if part.strip(b"- \t\r\n")]) < 2:
        return []
    return [
        b"\n" * data.count(b"\n", 0, begin) + part for begin, part in parts if _KIND.search(part) and _is_ours(part)
    ]


def _is_ours(part: bytes) -> bool:
    """Whether it is a manifest of rules itself: the definition of that kind of resource names it too."""
    top = _TOP_KIND.search(part)
    return top is None or top[1].decode() in ("PrometheusRule", *LISTS)


def judge(value: Mapping[str, Any], context: Context) -> Iterator[Flaw | Reference]:
    """The faults of the rules in a list of manifests; other objects are none of ours."""
    from o11ygen.validate.documents import judge_document

    items = value.get("items")
    if not isinstance(items, list):
        yield Flaw("rules/value", "a list of manifests has `items`", "Write them as a list.", ("items",))
        return
    for index, item in enumerate(items):
        if isinstance(item, Mapping) and item.get("kind") == "PrometheusRule":
            for flaw in judge_document(item, "rules", context):
                yield replace(flaw, path=("items", index, *flaw.path))
