"""What the routing tree says of itself, whatever alerts there are: routes that no alert can ever reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from o11ygen.record import record
from o11ygen.resolved.conditions import by_label, covered, exclusive, implied, listed_by, values_of
from o11ygen.resolved.routing import Matcher, Route
from o11ygen.resolved.stack import Stack

# Several routes together are only looked at where so few come before, and so few of them concern the same alerts.
_MOST_SIBLINGS = 30
_MOST_TOGETHER = 6


@record
class Shadow:
    """A route that is never tried, since those before it take all that it matches."""

    route: Route
    by: tuple[Route, ...]


@dataclass(slots=True)
class _Earlier:
    """Siblings that are tried before and end the search: by the value they ask for, and those that ask for none."""

    valued: dict[tuple[str, str], list[Route]] = field(default_factory=dict)
    others: list[Route] = field(default_factory=list)
    every: list[Route] = field(default_factory=list)

    def add(self, route: Route) -> None:
        self.every.append(route)
        for matcher in route.matchers:
            texts = listed_by(matcher)
            if texts:
                for text in texts:
                    self.valued.setdefault((matcher.name, text), []).append(route)
                return
        self.others.append(route)

    def taking(self, given: Mapping[str, Sequence[Matcher]], asked: Iterable[tuple[str, str]]) -> Route | None:
        """One that takes all alerts which satisfy the given matchers; none when in doubt.

        `asked` has a value for each label that the matchers leave only some.
        """
        for route in (*self.others, *(route for key in asked for route in self.valued.get(key, ()))):
            if all(implied(matcher, given) for matcher in route.matchers):
                return route
        return None


class Tree:
    """The routes that can never be reached, each for one reason, and those whose `continue` leads to none."""

    def __init__(self, root: Route) -> None:
        self.contradictions: list[tuple[Route, tuple[Matcher, ...]]] = []
        self.shadows: list[Shadow] = []
        self.idle: list[Route] = []
        # All that can never be reached, for whatever reason, by their identity.
        self.dead: set[int] = set()
        self._below(root, (), ())

    @classmethod
    def of(cls, stack: Stack) -> Tree:
        """The one of a stack."""
        made = stack.made.get(cls.__name__)
        if not isinstance(made, Tree):
            made = stack.made[cls.__name__] = cls(stack.route)
        return made

    def _below(self, parent: Route, above: tuple[Matcher, ...], levels: Sequence[_Earlier]) -> None:
        earlier = _Earlier()
        for at, route in enumerate(parent.routes):
            matchers = (*above, *route.matchers)
            contradiction = exclusive(matchers, labels=[one.name for one in route.matchers])
            if contradiction:
                self.contradictions.append((route, contradiction))
                self._bury(route)
                continue
            by = _taking(matchers, (earlier, *levels))
            if by:
                self.shadows.append(Shadow(route, by))
                self._bury(route)
                continue
            self._below(route, matchers, (earlier, *levels))
            if not route.continue_:
                earlier.add(route)
            elif not any(not exclusive((*matchers, *one.matchers)) for one in parent.routes[at + 1 :]):
                self.idle.append(route)

    def _bury(self, route: Route) -> None:
        self.dead.update(map(id, route.walk()))


def _taking(matchers: tuple[Matcher, ...], levels: Sequence[_Earlier]) -> tuple[Route, ...]:
    """Those that take all alerts which satisfy the matchers: one, or several together; none when in doubt."""
    given = by_label(matchers)
    asked = [(name, texts[0]) for name, group in given.items() if (texts := values_of(group))]
    for level in levels:
        route = level.taking(given, asked)
        if route is not None:
            return (route,)
    every = [route for level in levels for route in level.every[: _MOST_SIBLINGS + 1]]
    if not 1 < len(every) <= _MOST_SIBLINGS:
        return ()
    concerned = [route for route in every if not exclusive((*matchers, *route.matchers))]
    if not 1 < len(concerned) <= _MOST_TOGETHER or not covered(matchers, concerned):
        return ()
    for route in tuple(concerned):
        without = [one for one in concerned if one is not route]
        if covered(matchers, without):
            concerned = without
    return tuple(concerned)
