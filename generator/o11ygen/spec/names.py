"""The names of things: ours, and those of alerts, metrics and labels."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator

from o11ygen.spec.model import refuse


def _spelt(pattern: str, what: str, hint: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise refuse(f'"{text}" is no {what}', hint)
        return text

    return AfterValidator(check)


# The name of a thing of ours: it becomes part of ids, group names, files and uids.
Name: TypeAlias = Annotated[
    str,
    _spelt(
        r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*", "name", "Use letters, digits and single hyphens or underscores."
    ),
]
AlertName: TypeAlias = Annotated[
    str, _spelt(r"[A-Za-z_][A-Za-z0-9_]*", "alert name", "Use CamelCase letters and digits, such as HighErrorRate.")
]
_METRIC_NAME = _spelt(
    r"[a-zA-Z_:][a-zA-Z0-9_:]*", "metric name", "Use lower-case letters, digits and underscores; no hyphen or dot."
)
_LABEL_NAME = _spelt(r"[a-zA-Z_][a-zA-Z0-9_]*", "label name", "Use letters, digits and underscores; no hyphen or dot.")
# Names of the characters that every Prometheus reads: a hyphen or dot is most often a slip.
MetricName: TypeAlias = Annotated[str, _METRIC_NAME]
LabelName: TypeAlias = Annotated[str, _LABEL_NAME]


def exposed_name(text: str, *, metric: bool, utf8: bool) -> str:
    """The name of a metric or label as it is exposed; with `utf8` any text that can be encoded and shown."""
    if utf8 and text and text.isprintable():
        return text
    check: Any = (_METRIC_NAME if metric else _LABEL_NAME).func
    name: str = check(text)
    return name
