"""Which alerts of an environment an inhibition is about: those that silence, and those that fall silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from o11ygen.record import record
from o11ygen.resolved.conditions import by_label, exclusive, negated
from o11ygen.resolved.outcomes import Values, may_match
from o11ygen.resolved.routing import Inhibition, Matcher
from o11ygen.resolved.rules import AlertRule
from o11ygen.resolved.sent import Sent

# More pairs of different alerts than this are not looked at.
_MOST_PAIRS = 4000


@record
class Alike:
    """Alerts of which the same is known, as far as inhibitions go by it."""

    labels: Mapping[str, Values]
    alerts: list[AlertRule]

    def surely_is(self, matchers: Iterable[Matcher]) -> bool:
        """Whether all of them satisfy all the matchers."""
        return not any(may_match((negated(one),), self.labels) for one in matchers)


@record
class Sides:
    """The alerts on both sides of an inhibition."""

    inhibition: Inhibition
    source: Sequence[Alike]
    target: Sequence[Alike]

    @property
    def is_void(self) -> bool:
        """Whether every alert of either side is on the other as well: such alerts never silence each other."""
        on_both = all(one.surely_is(self.inhibition.target_matchers) for one in self.source)
        return on_both and all(one.surely_is(self.inhibition.source_matchers) for one in self.target)

    @property
    def differing(self) -> str:
        """A label of `equal` of which the matchers of both sides ask for what differs; empty without one."""
        matchers = (*self.inhibition.source_matchers, *self.inhibition.target_matchers)
        return next((name for name in self.inhibition.equal if exclusive(matchers, labels=(name,))), "")

    def silences(self, one: Alike, other: Alike) -> bool:
        """Whether an alert of `one`, on the source side, may silence one of `other`, on the target side."""
        both = one.surely_is(self.inhibition.target_matchers) and other.surely_is(self.inhibition.source_matchers)
        return not both and all(_may_agree(one.labels[name], other.labels[name]) for name in self.inhibition.equal)


def sides(sent: Sent, inhibitions: Iterable[Inhibition]) -> list[Sides]:
    """Both sides of each."""
    listed = list(inhibitions)
    names = {name for one in listed for name in one.equal}
    names.update(matcher.name for one in listed for matcher in (*one.source_matchers, *one.target_matchers))
    every = [Alike(labels, alerts) for labels, alerts in sent.alike(names)] if listed else []
    return [Sides(one, _fitting(one.source_matchers, every), _fitting(one.target_matchers, every)) for one in listed]


def _fitting(matchers: Iterable[Matcher], every: Iterable[Alike]) -> list[Alike]:
    """Those that may satisfy all the matchers. Labels know nothing of each other, so each is asked by itself, and once."""
    known: dict[tuple[str, Values], bool] = {}
    found = list(every)
    for name, group in by_label(matchers).items():
        for values in {one.labels[name] for one in found}:
            known[name, values] = may_match(group, {name: values})
        found = [one for one in found if known[name, one.labels[name]]]
    return found


def circles(listed: Sequence[Sides]) -> Iterator[tuple[Sides, Sides, AlertRule, AlertRule]]:
    """Two inhibitions by which two alerts silence each other, with those alerts."""
    for at, one in enumerate(listed):
        for other in listed[at + 1 :]:
            pair = _each_other(one, other)
            if pair is not None:
                yield one, other, *pair


def _each_other(one: Sides, other: Sides) -> tuple[AlertRule, AlertRule] | None:
    targets, sources = set(map(id, other.target)), set(map(id, other.source))
    heads = [alike for alike in one.source if id(alike) in targets]
    tails = [alike for alike in one.target if id(alike) in sources]
    if len(heads) * len(tails) > _MOST_PAIRS:
        return None
    for head in heads:
        for tail in tails:
            if head is not tail and one.silences(head, tail) and other.silences(tail, head):
                return head.alerts[0], tail.alerts[0]
    return None


def _may_agree(one: Values, other: Values) -> bool:
    return one.open or other.open or not one.known.isdisjoint(other.known)
