"""Dollar signs that are meant, for readers that take one for the start of a reference."""

from __future__ import annotations


def doubled(text: str) -> str:
    """Text with each `$` doubled, as Compose and the OpenTelemetry Collector want it."""
    return text.replace("$", "$$")
