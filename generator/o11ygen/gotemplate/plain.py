"""Templates that are right at a glance: most texts of rules print labels and the value, and nothing else."""

from __future__ import annotations

import re
from functools import cache

_PRINTED = r"\$labels\.[A-Za-z_]\w*|\$value(?: *\| *(?:humanize(?:1024|Duration|Percentage|Timestamp)?))?"
# A name with a capital may be a method.
_NOTIFIED = (
    r"\.(?:(?:CommonLabels|GroupLabels|CommonAnnotations)\.[a-z_]\w*|Status|Receiver|ExternalURL)"
    r"(?: *\| *to(?:Upper|Lower))?"
)
_PROSE = r"[^{}]++|[{}](?![{}])"


@cache
def _plain(printed: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_PROSE}|\{{\{{(?:- +| *)(?:{printed})(?: +-| *)\}}\}})*+", re.ASCII)


def is_plain_rule_template(text: str) -> bool:
    """Whether the text surely has no problem for `judge_rule_template`; of others nothing is known."""
    return _plain(_PRINTED).fullmatch(text) is not None


def is_plain_notification_text(text: str) -> bool:
    """The same of the text of a receiver's field, for `parse_notification_template`."""
    return _plain(_NOTIFIED).fullmatch(text) is not None
