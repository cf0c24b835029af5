"""What a check found on one thing."""

from __future__ import annotations

from o11ygen.finding import Excerpt, Related, Severity
from o11ygen.record import record
from o11ygen.resolved.source import Source


@record
class Flaw:
    """What a check found on one thing: the message names the thing, `field` is the author's field that is wrong.

    `excerpt` is the expression, with the part that is wrong.
    """

    source: Source
    message: str
    hint: str = ""
    field: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    excerpt: Excerpt | None = None
