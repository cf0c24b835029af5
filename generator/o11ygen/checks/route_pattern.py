from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Matcher, Source, Stack
from o11ygen.resolved.outcomes import alternatives

_ALWAYS = frozenset((".*", "(.*)", "^.*$"))


@check("route/pattern", Severity.INFO, advice=True, needs=("routes",))
def route_pattern(stack: Stack) -> Iterator[Flaw]:
    """Matchers with a regular expression that is none, that every value matches, or that has anchors of its own.

    Alertmanager matches in full. `=~"web"` is `="web"` written so that the reader looks for more; `=~".*"` holds for
    every alert, also for those without the label.

    Bad::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#web"), matchers='service=~"shop"'),))

    Good::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#web"), matchers='service="shop"'),))
    """
    for route in stack.route.walk():
        if not route.generated:
            yield from _flaws(route.source, route.what, "matchers", route.matchers)
    for inhibition in stack.inhibitions:
        if not inhibition.generated:
            for field, matchers in (("source", inhibition.source_matchers), ("target", inhibition.target_matchers)):
                yield from _flaws(inhibition.source, f"an inhibition's {field}", field, matchers)


def _flaws(source: Source, what: str, field: str, matchers: tuple[Matcher, ...]) -> Iterator[Flaw]:
    for matcher in matchers:
        if "~" not in matcher.op:
            continue
        said = _said(matcher)
        if said:
            yield Flaw(source, f"{what}: `{matcher}` {said[0]}", said[1], field=field)


def _said(matcher: Matcher) -> tuple[str, str] | None:
    sign = "=" if matcher.op == "=~" else "!="
    if matcher.value in _ALWAYS:
        if matcher.op == "!~":
            # No value satisfies it: a contradiction, which is told elsewhere.
            return None
        return (
            "holds for every alert, also for those without the label",
            f'Take it out, or write `{matcher.name}=~".+"` for alerts that have the label.',
        )
    inner = matcher.value.removeprefix("^").removesuffix("$")
    if inner != matcher.value and not inner.endswith("\\"):
        return (
            "has anchors, which Alertmanager sets itself",
            f"Write `{Matcher(matcher.name, matcher.op, inner)}`.",
        )
    texts = alternatives(matcher.value)
    if len(texts) == 1 and texts[0]:
        return (
            "is compared as a regular expression, though it stands for one text",
            f"Write `{Matcher(matcher.name, sign, texts[0])}`.",
        )
    return None
