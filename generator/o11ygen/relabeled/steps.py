"""Relabeling of labels whose values are known, as Prometheus does it.

https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from o11ygen.gotemplate.regexp import PatternError, compile_pattern, expand_references

_EVERYTHING = "(.*)"
# A repeat of what itself may repeat doubles its tries with every character; other repeats multiply them.
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_SHORT = 16
_MOST_TRIES = 10**7


class UnknownOutcomeError(Exception):
    """A step can't be followed here: its pattern is one that Python does not read, or not in time."""


def relabel(steps: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> dict[str, str] | None:
    """The labels after all steps, None when a step drops them. Raises UnknownOutcomeError for what is no step."""
    result = {name: value for name, value in labels.items() if value}
    for step in steps:
        if not isinstance(step, Mapping):
            # The model of the file tells of it.
            raise UnknownOutcomeError
        if not _apply(step, result):
            return None
    return result


def _apply(step: Mapping[str, Any], labels: dict[str, str]) -> bool:
    action = str(step.get("action") or "replace").lower()
    text = _joined(step, labels)
    target = _text(step.get("target_label"))
    if action in ("drop", "keep"):
        return (_matched(_pattern(step), text) is not None) == (action == "keep")
    if action in ("dropequal", "keepequal"):
        return (labels.get(target, "") == text) == (action == "keepequal")
    if action == "replace":
        _replace(step, text, labels)
    elif action in ("lowercase", "uppercase"):
        _set(labels, target, text.lower() if action == "lowercase" else text.upper())
    elif action == "hashmod":
        # Few steps shard by hash.
        import hashlib

        digest = hashlib.md5(text.encode(), usedforsecurity=False).digest()[8:]
        _set(labels, target, str(int.from_bytes(digest, "big") % int(step.get("modulus") or 1)))
    elif action in ("labelmap", "labeldrop", "labelkeep"):
        _names(action, step, labels)
    return True


def _names(action: str, step: Mapping[str, Any], labels: dict[str, str]) -> None:
    pattern = _pattern(step)
    for name, value in list(labels.items()):
        match = _matched(pattern, name)
        if action == "labelmap" and match is not None:
            _set(labels, expand_references(_text(step.get("replacement", "$1")), match), value)
        elif action != "labelmap" and (match is not None) == (action == "labeldrop"):
            del labels[name]


def _replace(step: Mapping[str, Any], text: str, labels: dict[str, str]) -> None:
    match = _matched(_pattern(step), text)
    if match is not None:
        target = expand_references(_text(step.get("target_label")), match)
        if target:
            _set(labels, target, expand_references(_text(step.get("replacement", "$1")), match))


def _set(labels: dict[str, str], name: str, value: str) -> None:
    if value:
        labels[name] = value
    else:
        labels.pop(name, None)


def _joined(step: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    sources = step.get("source_labels") or ()
    return _text(step.get("separator", ";")).join(labels.get(_text(name), "") for name in sources)


def _pattern(step: Mapping[str, Any]) -> re.Pattern[str]:
    pattern = _text(step.get("regex", _EVERYTHING))
    try:
        return compile_pattern(f"(?s:{pattern})")
    except PatternError as error:
        raise UnknownOutcomeError(str(error)) from None


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match of the whole text, where it can be found in time: Python tries what RE2 does in one pass."""
    repeats = sum(map(pattern.pattern.count, "*+{"))
    if (len(text) > _SHORT and _REPEATED_GROUP.search(pattern.pattern)) or (len(text) + 1) ** repeats > _MOST_TRIES:
        raise UnknownOutcomeError(f"the pattern `{pattern.pattern}` takes too long on a text of this length")
    return pattern.fullmatch(text)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
