"""Checks of the durations that configuration files hold; without pydantic."""

from __future__ import annotations

from functools import lru_cache

from o11ygen.duration import parse_duration
from o11ygen.targets.refusal import refuse, refused


@lru_cache(maxsize=4096)
def milliseconds(text: str) -> int:
    """A Prometheus duration (`1h30m`) in milliseconds; raises for anything that Prometheus refuses."""
    try:
        return parse_duration(text)
    except ValueError as error:
        raise refused(error) from None


def duration(text: str) -> str:
    """A Prometheus duration."""
    milliseconds(text)
    return text


def duration_above_zero(text: str) -> str:
    """A Prometheus duration that is longer than zero."""
    if milliseconds(text) == 0:
        raise refuse("must be longer than zero", "Write a duration such as `5m`")
    return text
