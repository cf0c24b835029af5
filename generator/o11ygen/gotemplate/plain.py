"""Templates of rules that are right at a glance: most texts print labels and the value, and nothing else."""

from __future__ import annotations

import re

_PRINTED = r"\$labels\.[A-Za-z_]\w*|\$value(?: *\| *(?:humanize(?:1024|Duration|Percentage|Timestamp)?))?"
_PROSE = r"[^{}]++|[{}](?![{}])"
_PLAIN = re.compile(rf"(?:{_PROSE}|\{{\{{(?:- +| *)(?:{_PRINTED})(?: +-| *)\}}\}})*+", re.ASCII)


def is_plain_rule_template(text: str) -> bool:
    """Whether the text surely has no problem for `judge_rule_template`; of others nothing is known."""
    return _PLAIN.fullmatch(text) is not None
