"""What somebody says of the place where foreign files are used: their own specs would have told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from o11ygen.record import record
from o11ygen.version import Version


@record
class Facts:
    """Facts beside the files; what is left out is not known, and what needs it is not judged.

    Durations are milliseconds. `versions` are the releases asked for, by system; for others it is the project's, or the
    newest known. An external label whose value was not said has an empty one.
    """

    scrape_interval_ms: int = 0
    retention_ms: int = 0
    versions: Mapping[str, Version] = field(default_factory=dict)
    features: tuple[str, ...] = ()
    external_labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """The knowledge that they are, in the words of `resolved.KNOWLEDGE`; releases are always known."""
        told = {
            "scrape": self.scrape_interval_ms,
            "retention": self.retention_ms,
            "features": self.features,
            "external_labels": self.external_labels,
        }
        return frozenset(("versions", *(name for name, fact in told.items() if fact)))
