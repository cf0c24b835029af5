"""Which label and metric names a version accepts.

Prometheus knows the legacy characters only below 3.0; from there any UTF-8, unless the file asks for `legacy`.
Alertmanager takes UTF-8 names in matchers and `group_by` from 0.27, in `equal` from 0.28.
"""

from __future__ import annotations

import re

from o11ygen.targets.relation import Versions, at_least

legacy_label = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*").fullmatch
legacy_metric = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*").fullmatch


def is_utf8(name: str) -> bool:
    """Whether the name is not empty and can be written as UTF-8 (no lone surrogates)."""
    return bool(name) and (name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name))


def label_fault(name: str, *, utf8: bool) -> str:
    """Why `name` can't name a label, or nothing."""
    if legacy_label(name) or (utf8 and is_utf8(name)):
        return ""
    return f"`{name}` is not a label name" if name else "a label name must not be empty"


def label_hint(system: str, *, since: str) -> str:
    """What to write instead of a name that only newer releases accept."""
    return f"Use letters, digits and underscores; other characters need {system} {since}"


def prometheus_utf8(versions: Versions) -> bool:
    """Whether Prometheus of that version accepts UTF-8 names by default."""
    return at_least(versions, prometheus="3.0")
