"""What tells a finding from others, run after run: not the line, which moves, and not the file, which is split one day."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from o11ygen.finding import Finding, without_numbers


def fingerprint(finding: Finding) -> str:
    """The same for as long as the check says the same of the same thing, but for numbers: 32 hexadecimal digits.

    Numbers are thresholds and intervals, which change, or those of the first of several environments. A finding on what
    has no id is known by its file, and by the place in the document.
    """
    where = (finding.thing,) if finding.thing else ("", finding.location.file, finding.location.path)
    parts = (finding.id, *where, without_numbers(finding.message))
    return hashlib.sha256("\0".join(parts).encode("utf-8", errors="backslashreplace")).hexdigest()[:32]


def numbered(findings: Iterable[Finding]) -> list[str]:
    """The fingerprints of findings, in their order, each with its number among those that are equal: `5d41...:1`."""
    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        known = fingerprint(finding)
        seen[known] += 1
        result.append(f"{known}:{seen[known]}")
    return result
