"""Findings as JSON for programs: `{"findings": [...], "summary": {"errors": 1, ...}}`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from o11ygen.finding import Finding
from o11ygen.report import Options, tally


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One document; each finding has the shape of `Finding.to_dict`."""
    document = {"findings": [finding.to_dict() for finding in findings], "summary": tally(findings)}
    return json.dumps(document, indent=2) + "\n"
