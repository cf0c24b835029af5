"""The table of checks beside those of other linters names checks that exist, and leaves none of ours on PromQL out."""

from __future__ import annotations

import re

from o11ygen.check import checks
from o11ygen.specpages import PAGES
from tests.docs.page import ROOT

PAGE = (ROOT / "docs" / "reference" / "lint-and-others.md").read_text("utf-8")
NAMED = frozenset(re.findall(r"`([a-z]+/[a-z-]+)`", PAGE))
IDS = frozenset(check.id for check in checks())


def test_every_check_that_is_named_exists() -> None:
    """Findings of specs are no checks, and have pages beside them."""
    assert IDS.union(PAGES) >= NAMED


def test_every_check_on_promql_is_named() -> None:
    assert {one for one in IDS if one.startswith("promql/")} <= NAMED
