"""Who is told of which alert."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

from o11ygen.descent import ends
from o11ygen.gotemplate.regexp import PatternError, compile_pattern
from o11ygen.record import record
from o11ygen.resolved.outcomes import Outcome, Values, outcomes
from o11ygen.resolved.source import Source

_FLAGS = re.compile(r"\(\?([ims]+)\)")
# What Python takes for something else than RE2: `[[:alpha:]]`, and what it may once take for sets of sets.
_READ_OTHERWISE = ("[:", "[[", "--", "&&", "||", "~~")


@lru_cache(maxsize=4096)
def anchored(pattern: str) -> re.Pattern[str] | None:
    """The regular expression as Python reads it; None for one that it can't, which then matches nothing here."""
    flags = _FLAGS.match(pattern)
    # Those at the start hold for all alternatives, which Python says only of a group.
    whole = f"(?{flags[1].replace('s', '')}s:{pattern[flags.end() :]})" if flags else f"(?s:{pattern})"
    if not any(mark in pattern for mark in _READ_OTHERWISE):
        try:
            # In RE2, `\d`, `\w` and `\s` are those of ASCII.
            return re.compile(whole, re.ASCII)
        except (re.error, OverflowError, RecursionError):
            # What RE2 spells otherwise, such as `(?i)` in the middle.
            pass
    try:
        return compile_pattern(whole)
    except PatternError:
        return None


@record
class Matcher:
    """A condition on a label; a missing label counts as an empty one, a regular expression matches in full."""

    name: str
    op: str
    value: str

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Whether the labels satisfy it."""
        actual = labels.get(self.name, "")
        if self.op in ("=", "!="):
            return (actual == self.value) == (self.op == "=")
        pattern = anchored(self.value)
        return pattern is not None and (pattern.fullmatch(actual) is not None) == (self.op == "=~")

    def __str__(self) -> str:
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{self.name}{self.op}"{escaped}"'


@record
class Integration:
    """One way to tell: `kind` is Alertmanager's (`slack`, `email`, ...), settings go by the author's field names."""

    kind: str
    settings: Mapping[str, Any]
    extra: Mapping[str, Any]
    pages: bool
    source: Source


@record
class Receiver:
    """A named receiver."""

    name: str
    integrations: tuple[Integration, ...]
    source: Source

    @property
    def pages(self) -> bool:
        """Whether any of its integrations wakes somebody."""
        return any(integration.pages for integration in self.integrations)


@record
class Route:
    """A node of the routing tree. What it inherits is filled in; `own` names the fields that it sets itself."""

    title: str
    receiver: str
    matchers: tuple[Matcher, ...]
    group_by: tuple[str, ...]
    group_wait_ms: int
    group_interval_ms: int
    repeat_interval_ms: int
    mute: tuple[str, ...]
    active: tuple[str, ...]
    continue_: bool
    catch_all: bool
    own: frozenset[str]
    routes: tuple[Route, ...]
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)
    # Whether it follows from a team, so that nobody asked for this very node.
    generated: bool = False

    @property
    def what(self) -> str:
        """How messages call it: `route to slack-web`, `team web: page`."""
        return self.title if self.title.startswith(("route ", "team ")) else f"route {self.title}"

    def walk(self) -> Iterator[Route]:
        """This node and all below it, parents first."""
        yield self
        for route in self.routes:
            yield from route.walk()

    def reached(self, labels: Mapping[str, str]) -> tuple[Route, ...]:
        """The nodes where an alert with these labels ends: empty when this node does not match."""
        return ends(
            self,
            matches=lambda route: all(matcher.matches(labels) for matcher in route.matchers),
            children=attrgetter("routes"),
        )


@dataclass(slots=True)
class Router:
    """The routing tree for many alerts: what only differs in labels that no matcher reads ends at the same nodes."""

    root: Route
    # The labels that some matcher reads.
    read: tuple[str, ...] = ()
    _known: dict[tuple[str, ...], tuple[Route, ...]] = field(default_factory=dict)
    _possible: dict[tuple[Values | None, ...], tuple[Outcome, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Route) -> Router:
        """The router of a tree."""
        read = {matcher.name for route in root.walk() for matcher in route.matchers}
        return cls(root, tuple(sorted(read)))

    def reached(self, labels: Mapping[str, str]) -> tuple[Route, ...]:
        """`Route.reached` of the root."""
        key = tuple([labels.get(name, "") for name in self.read])
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.root.reached(labels)
        return known

    def outcomes(self, labels: Mapping[str, Values]) -> tuple[Outcome, ...]:
        """Each way through the tree that an alert may take of which no more than this is known."""
        key = tuple([labels.get(name) for name in self.read])
        known = self._possible.get(key)
        if known is None:
            known = self._possible[key] = outcomes(self.root, labels)
        return known


@record
class Inhibition:
    """While a source alert fires, target alerts with the same `equal` labels are not told."""

    source_matchers: tuple[Matcher, ...]
    target_matchers: tuple[Matcher, ...]
    equal: tuple[str, ...]
    comment: str
    # Whether it follows from `levels`, and so holds by construction.
    generated: bool
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)


@record
class TimeInterval:
    """Times of the week, month or year, under the field names of the author's model."""

    name: str
    settings: Mapping[str, Any]
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)


@record
class NotificationTemplate:
    """A file of notification templates."""

    name: str
    text: str
    source: Source
