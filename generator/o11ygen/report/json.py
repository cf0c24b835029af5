"""Findings as JSON for programs: `{"findings": [...], "summary": {"errors": 1, ...}}`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from o11ygen.finding import Finding
from o11ygen.report import Options, tally


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One document; each finding has the shape of `Finding.to_dict`, and `programs` names those that judged files."""
    document: dict[str, object] = {"findings": [finding.to_dict() for finding in findings], "summary": tally(findings)}
    if options.judgements:
        document["programs"] = [judgement.to_dict() for judgement in options.judgements]
    return json.dumps(document, indent=2) + "\n"
