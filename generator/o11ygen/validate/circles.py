"""Circles of things that wait for one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(waits: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Circles, each from its first member on, in the order of the mapping; none twice, and none that meets another.

    What waits for itself is a circle of one, and told whatever else it is part of.
    """
    left = _without_ends(waits)
    told: set[str] = set()
    for start in waits:
        if start not in left or (start in told and start not in waits[start]):
            continue
        way = _way_back(start, waits)
        if len(way) == 1 or (way and not told.intersection(way)):
            told.update(way if len(way) > 1 else ())
            yield way


def _without_ends(waits: Mapping[str, Sequence[str]]) -> set[str]:
    """Those that wait, also through others, for some circle."""
    left = set(waits)
    count = {name: sum(other in left for other in dict.fromkeys(others)) for name, others in waits.items()}
    waiting: dict[str, list[str]] = {name: [] for name in waits}
    for name, others in waits.items():
        for other in dict.fromkeys(others):
            if other in left:
                waiting[other].append(name)
    ends = [name for name in waits if not count[name]]
    while ends:
        end = ends.pop()
        left.discard(end)
        for name in waiting[end]:
            count[name] -= 1
            if not count[name]:
                ends.append(name)
    return left


def _way_back(start: str, waits: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    came: dict[str, str] = {}
    ways = [start]
    while ways:
        at = ways.pop()
        for name in waits.get(at, ()):
            if name == start:
                way = [at]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if name not in came:
                came[name] = at
                ways.append(name)
    return ()
