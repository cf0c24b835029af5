from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import format_duration
from o11ygen.finding import Severity
from o11ygen.resolved import Route, Stack

# How long Alertmanager remembers whom it told, unless `--data.retention` says otherwise.
_REMEMBERED_MS = 120 * 3_600_000
# So late a page is no page.
_LONGEST_WAIT_MS = 5 * 60_000
# So much later than it says a repetition may come before it is worth a word.
_MOST_LATE = 1.25


@check("route/timing", Severity.WARNING, needs=("routes",))
def route_timing(stack: Stack) -> Iterator[Flaw]:
    """Routes whose times can't be kept.

    Alertmanager looks at a group once in every `group_interval`: what should be repeated sooner is not, and what should
    be repeated in between waits for the next look. So does what should be repeated just then: the time counts from when
    the last notification was sent, a moment after that look, so with `5m` for both it comes every ten minutes, and a
    switch outside that expects it every five raises the alarm. A `group_wait` longer than that only delays. After 120
    hours Alertmanager forgets whom it told, and tells it again.

    Bad::

        Routing(default=slack("#unrouted"), group_interval="5m", repeat_interval="1m")

    Good::

        Routing(default=slack("#unrouted"), group_interval="5m", repeat_interval="4h")
    """
    paging = {receiver.name for receiver in stack.receivers if receiver.pages}
    for route in stack.route.walk():
        if route.own.isdisjoint(("group_wait", "group_interval", "repeat_interval")):
            continue
        for field, said, hint, severity in _wrong(route, pages=route.receiver in paging):
            # The field may be inherited, and the other one be what does not fit it.
            own = field if field in route.own else next(iter(sorted(route.own.difference(("group_by",)))))
            yield Flaw(route.source, f"{route.what}: {said}", hint, field=own, severity=severity)


def _wrong(route: Route, *, pages: bool) -> Iterator[tuple[str, str, str, Severity | None]]:
    wait, interval, repeat = route.group_wait_ms, route.group_interval_ms, route.repeat_interval_ms
    looked = f"a group is looked at only every `{format_duration(interval)}` (`group_interval`)"
    # A repetition comes with the first look after its time, which begins when the last notification is sent: a look at
    # a multiple of the interval is a moment too soon for it.
    actual = (repeat // interval + 1) * interval if interval else repeat
    if repeat < interval:
        yield (
            "repeat_interval",
            f"`repeat_interval` is `{format_duration(repeat)}`, but {looked}; nothing is repeated sooner",
            f"Raise it to `{format_duration(interval)}` or more, or lower `group_interval`.",
            None,
        )
    elif actual > repeat * _MOST_LATE:
        yield (
            "repeat_interval",
            f"`repeat_interval` is `{format_duration(repeat)}`, but {looked}"
            f"{', and then not quite so much time has passed' if repeat % interval == 0 else ''}; it is repeated after "
            f"`{format_duration(actual)}`",
            "Lower `group_interval` to a quarter of it or less.",
            Severity.INFO,
        )
    if repeat > _REMEMBERED_MS:
        yield (
            "repeat_interval",
            f"`repeat_interval` is `{format_duration(repeat)}`, but Alertmanager forgets after "
            f"`{format_duration(_REMEMBERED_MS)}` (`--data.retention`) whom it told; it repeats sooner than that",
            f"Lower it to `{format_duration(_REMEMBERED_MS)}` or less.",
            None,
        )
    if wait > interval and "group_wait" in route.own:
        yield (
            "group_wait",
            f"`group_wait` is `{format_duration(wait)}`, longer than `group_interval` (`{format_duration(interval)}`); "
            "a new group waits longer than a change of a group that is known",
            "Lower it: it is there to collect what fires together, which takes seconds.",
            None,
        )
    if pages and wait > _LONGEST_WAIT_MS and "group_wait" in route.own:
        yield (
            "group_wait",
            f"`group_wait` is `{format_duration(wait)}`, and receiver `{route.receiver}` pages; nobody is woken before "
            "that",
            "Lower it to a minute or less for whoever is to act at once.",
            None,
        )
