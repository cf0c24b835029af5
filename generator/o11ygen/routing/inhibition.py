"""Inhibition: which alerts keep another one silent.

https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from o11ygen.record import record
from o11ygen.routing.matching import all_hold, matchers_of
from o11ygen.targets.matcher import Matcher

Labels = Mapping[str, str]


@record
class Inhibition:
    """A rule: alerts of the source silence those of the target that have the same values of the `equal` labels."""

    path: str
    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]

    def silences(self, source: Labels, target: Labels) -> bool:
        """Whether the one alert, firing, keeps the other silent. An alert on both sides is silenced by no such alert."""
        if not (all_hold(self.target, target) and all_hold(self.source, source)):
            return False
        if all_hold(self.source, target) and all_hold(self.target, source):
            return False
        return all(source.get(name, "") == target.get(name, "") for name in self.equal)


def inhibitions_of(config: Mapping[str, Any], *, utf8: bool = True) -> tuple[Inhibition, ...]:
    """The inhibition rules of a configuration that `validate` accepts. Raises MatcherError."""
    return tuple(
        Inhibition(
            f"inhibit_rules[{index}]",
            matchers_of(rule or {}, "source_", utf8=utf8),
            matchers_of(rule or {}, "target_", utf8=utf8),
            tuple(str(name) for name in (rule or {}).get("equal") or ()),
        )
        for index, rule in enumerate(config.get("inhibit_rules") or ())
    )


def silencers(
    rules: Iterable[Inhibition], labels: Labels, firing: Iterable[Labels]
) -> Iterator[tuple[Inhibition, Labels]]:
    """Each rule and firing alert that keep an alert with these labels silent."""
    others = [other for other in firing if dict(other) != dict(labels)]
    for rule in rules:
        for other in others:
            if rule.silences(other, labels):
                yield rule, other
