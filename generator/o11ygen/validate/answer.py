"""What is said about files: a report each, and which releases they were judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from o11ygen.finding import Finding
from o11ygen.record import record
from o11ygen.version import Version


@record
class Report:
    """One file: its kind, whether the checking program accepts it, and every finding in the order of the file.

    `valid` is None for a file that could not be judged, because it is not readable or of no known kind.
    """

    file: str
    kind: str
    valid: bool | None
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {
            "file": self.file,
            "kind": self.kind,
            "valid": bool(self.valid),
            "findings": [finding.to_dict() for finding in self.findings],
        }


@record
class Answer:
    """The reports, the releases judged by with where each comes from, and files that were passed over in folders.

    `notes` are about the question, not about a file.
    """

    files: tuple[Report, ...]
    versions: Mapping[str, Mapping[Version, str]]
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unusable(self) -> bool:
        """Whether a file that was named could not be judged."""
        return any(report.valid is None for report in self.files)
