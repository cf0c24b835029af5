from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import Matcher
from o11ygen.promql.language.nodes import Instant
from o11ygen.promql.overlap import may_overlap
from o11ygen.promql.parts import place_of
from o11ygen.resolved import Label, Stack
from o11ygen.resolved.routing import anchored

# Grafana's "All" of a variable.
_ANYTHING = (".*", ".+")
_LITERAL = re.compile(r"[\w/ -]+(?:\|[\w/ -]+)*", re.ASCII)


@check("promql/value", Severity.ERROR, of="expression", needs=("metrics",), alike=True)
def promql_value(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Values asked for that a label is declared never to have, by its `values` or its `pattern`.

    A matcher on such a value selects nothing, so the alert never fires; one of several alternatives that can't occur, or
    a value that is excluded and never was there, is a warning: what was meant is still let in, or left out.

    Bad::

        Counter("http_requests_total", "HTTP requests served.", labels=(Label("status", pattern="[1-5][0-9]{2}"),))
        Alert("Errors", ..., expr='rate(http_requests_total{status="5xx"}[5m]) > 1')

    Good::

        Counter("http_requests_total", "HTTP requests served.", labels=(Label("status", pattern="[1-5][0-9]{2}"),))
        Alert("Errors", ..., expr='rate(http_requests_total{status=~"5.."}[5m]) > 1')
    """
    for node, selector in zip(examined.nodes(Instant), examined.query.selectors, strict=True):
        for matcher in selector.matchers if selector.metric else ():
            if not matcher.value or matcher.value in _ANYTHING:
                continue
            labels = stack.series.declarations_of(selector.metric, matcher.name)
            impossible = _impossible(matcher, labels) if labels else ()
            if impossible:
                yield _flaw(examined, node, selector.metric, matcher, labels, impossible)


def _impossible(matcher: Matcher, labels: tuple[Label, ...]) -> tuple[str, ...]:
    """The alternatives of a matcher that no value of the labels fits; the whole, if it can't be taken apart."""
    if matcher.op in ("=", "!="):
        return () if any(_may_be(label, matcher.value) for label in labels) else (matcher.value,)
    if not any(_may_match(label, matcher.value) for label in labels):
        return (matcher.value,)
    listed = matcher.value.split("|") if _LITERAL.fullmatch(matcher.value) else ()
    return tuple(one for one in listed if not any(_may_be(label, one) for label in labels))


def _may_be(label: Label, value: str) -> bool:
    if label.values:
        return value in label.values
    pattern = anchored(label.pattern)
    return pattern is None or pattern.fullmatch(value) is not None


def _may_match(label: Label, text: str) -> bool:
    pattern = anchored(text)
    if pattern is None or pattern.fullmatch("") is not None:
        return True
    if label.values:
        return any(pattern.fullmatch(value) for value in label.values)
    return may_overlap(label.pattern, text)


def _flaw(
    examined: Examined,
    node: Instant,
    metric: str,
    matcher: Matcher,
    labels: tuple[Label, ...],
    impossible: tuple[str, ...],
) -> Flaw:
    values = tuple(dict.fromkeys(value for label in labels for value in label.values))
    patterns = " or ".join(f"`{label.pattern}`" for label in labels if not label.values)
    shown = ", ".join(f'"{one}"' for one in impossible)
    whole = impossible == (matcher.value,)
    if matcher.op in ("=", "=~") and whole:
        consequence = "the query returns nothing"
    elif matcher.op in ("=", "=~"):
        consequence = "what was meant is not in the result"
    else:
        consequence = "what was meant is not left out"
    never = f"is never {shown}" if matcher.op in ("=", "!=") or not whole else f"never matches {shown}"
    hint = (nearest(impossible[0], values) if values else "") or (
        f"Its values are: {', '.join(sorted(values))}." if values else f"Its values match {patterns} in full."
    )
    return examined.flaw(
        f"label `{matcher.name}` of `{metric}` {never}; {consequence}",
        hint,
        at=place_of(node, matcher),
        severity=None if whole and matcher.op in ("=", "=~") else Severity.WARNING,
    )
