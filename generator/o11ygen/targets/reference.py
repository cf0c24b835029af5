"""Values of the Collector's files, any of which may be a reference such as `${env:JAEGER_PASSWORD}`; without pydantic."""

from __future__ import annotations

import re

from o11ygen.targets.go_duration import go_nanoseconds
from o11ygen.targets.refusal import refuse, refused

_REFERENCE = re.compile(r"\$\{[^{}$]+\}")


def refers(value: object) -> bool:
    """Whether the value is filled in by the Collector as it starts, so that nothing can be said of it before."""
    return isinstance(value, str) and _REFERENCE.search(value) is not None


def positive_duration(text: str) -> str:
    """A duration of zero or more."""
    try:
        nanoseconds = go_nanoseconds(text)
    except ValueError as error:
        raise refused(error) from None
    if nanoseconds < 0:
        raise refuse(f"the duration `{text}` is negative", "Write a duration of zero or more")
    return text


def duration_of(value: str | None) -> int | None:
    """Nanoseconds of a duration field; None where it is not set or known only as the Collector starts."""
    return None if value is None or refers(value) else go_nanoseconds(value)


def number_of(value: object) -> float | None:
    """The number in a field; None where it is not set or known only as the Collector starts."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
