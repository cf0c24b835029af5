"""Matchers of alertmanager.yml over labels whose values are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from o11ygen.gotemplate.regexp import PatternError, compile_pattern
from o11ygen.targets.matcher import Matcher, parse_matchers


class UnreadablePatternError(Exception):
    """A regular expression that Alertmanager may read and that can't be followed here; the message says which."""


def matchers_of(holder: Mapping[str, Any], prefix: str = "", *, utf8: bool) -> tuple[Matcher, ...]:
    """All matchers of a route, or of one side of an inhibition (`prefix` is `source_` or `target_`).

    Raises MatcherError for what `validate` refuses.
    """
    found = [Matcher(str(name), "=", _text(value)) for name, value in _mapping(holder.get(f"{prefix}match")).items()]
    found += [
        Matcher(str(name), "=~", _text(value)) for name, value in _mapping(holder.get(f"{prefix}match_re")).items()
    ]
    for text in holder.get(f"{prefix}matchers") or ():
        found += parse_matchers(_text(text), utf8=utf8)
    return tuple(found)


def holds(matcher: Matcher, labels: Mapping[str, str]) -> bool:
    """Whether the labels satisfy the matcher: a missing label is empty, a regular expression matches in full."""
    actual = labels.get(matcher.name, "")
    if matcher.operator in ("=", "!="):
        return (actual == matcher.value) == (matcher.operator == "=")
    return (_pattern(matcher.value).fullmatch(actual) is not None) == (matcher.operator == "=~")


def all_hold(matchers: Iterable[Matcher], labels: Mapping[str, str]) -> bool:
    """Whether the labels satisfy every matcher."""
    return all(holds(matcher, labels) for matcher in matchers)


def written(matcher: Matcher) -> str:
    """The matcher as people write it."""
    value = matcher.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{matcher.name}{matcher.operator}"{value}"'


@lru_cache(maxsize=4096)
def _pattern(pattern: str) -> re.Pattern[str]:
    try:
        return compile_pattern(f"(?:{pattern})")
    except PatternError as error:
        raise UnreadablePatternError(f"the regular expression `{pattern}` can't be followed here: {error}") from None


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
