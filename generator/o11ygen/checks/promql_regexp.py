from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Instant, LabelMatcher
from o11ygen.promql.parts import metric_of
from o11ygen.promql.patterns import Judged, judged, reads_as_pattern
from o11ygen.promql.placeholder import placeholder_in
from o11ygen.resolved import Stack
from o11ygen.resolved.routing import anchored


@check("promql/regexp", Severity.INFO, of="expression", alike=True)
def promql_regexp(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Regular expressions of matchers that are needless, or match more than they seem to.

    A pattern that is a plain text is slower than `=` and hides that one value is meant. A pattern that every series matches
    looks like a condition and is none. `!~".*"` leaves every series out, `a|b|a` is usually a slip: something else was meant,
    and `status="5.."` compares with that very text (warnings). A dot in a host name stands for any character. Patterns are
    always matched in full, so `^` and `$` do nothing.

    Bad::

        expr='rate(requests_total{status=~"500"}[5m]) > 1'

    Good::

        expr='rate(requests_total{status="500"}[5m]) > 1'
    """
    if not examined.expression.of_rule:
        return
    for selector in examined.nodes(Instant):
        for matcher in selector.matchers:
            # What a label is declared never to be is told by `promql/value`.
            as_text = matcher.op in ("=", "!=") and reads_as_pattern(matcher.value)
            if as_text and not stack.series.declarations_of(metric_of(selector), matcher.name):
                yield _text_of_pattern(examined, matcher)
            if matcher.op not in ("=~", "!~") or matcher.name == "__name__":
                continue
            if placeholder_in(matcher.value, pattern=True):
                # What is to be written in its place may be a pattern: see `promql/placeholder`.
                continue
            told = _told(matcher, judged(matcher.value)) or _of_declared(matcher, selector, stack)
            if told is not None:
                severity, message, hint = told
                yield examined.flaw(message, hint, at=(matcher.start, matcher.end), severity=severity)


def _text_of_pattern(examined: Examined, matcher: LabelMatcher) -> Flaw:
    what = "selects nothing" if matcher.op == "=" else "leaves nothing out"
    return examined.flaw(
        f'`{matcher.name}{matcher.op}"{matcher.value}"` compares with that very text, though it reads as a pattern: '
        f"it {what}, unless a value is called so",
        f'Write `{matcher.name}{matcher.op[0]}~"{matcher.value}"`.',
        at=(matcher.start, matcher.end),
        severity=Severity.WARNING,
    )


_Told = tuple[Severity, str, str]


def _told(matcher: LabelMatcher, told: Judged) -> _Told | None:
    name, pattern, asks = matcher.name, f'`{matcher.name}{matcher.op}"{matcher.value}"`', matcher.op == "=~"
    plain = "=" if asks else "!="
    match told.verdict:
        case "everything" if asks:
            return Severity.INFO, f"{pattern} selects every series, also those without the label", "Leave it out."
        case "everything":
            hint = f'Leave out what was meant, or write `{name}=""` for series without the label.'
            return Severity.WARNING, f"{pattern} leaves every series out: the selector returns nothing", hint
        # `=~".+"` asks for the label; it is as common as `!=""`.
        case "something" if not asks:
            return Severity.INFO, f"{pattern} asks for series without the label", f'Write `{name}=""`.'
        case "nothing":
            return Severity.INFO, f"{pattern} is no pattern but an empty value", f'Write `{name}{plain}""`.'
        case "literal":
            message = f"{pattern} is a plain text: it reads as if more than one value was meant"
            return Severity.INFO, message, f'Write `{name}{plain}"{told.better}"`.'
        case "anchored":
            message = f"{pattern}: patterns are matched in full, `^` and `$` do nothing"
            return Severity.INFO, message, f'Write `{name}{matcher.op}"{told.better}"`.'
        case "repeated":
            message = f'{pattern} lists "{told.better}" twice: probably one of them was meant to be another value'
            return Severity.WARNING, message, "Mend it, or leave it out once."
        case "empty choice" if asks:
            message = f"{pattern} has an empty choice, so it also selects series that lack the label"
            return Severity.INFO, message, f'Write `{name}=~"{told.better}"`, if those are not meant.'
        case "dots":
            message = f"{pattern}: a dot stands for any character, also in `{told.better}`"
            return Severity.INFO, message, "Write `\\\\.` for a dot."
    return None


def _of_declared(matcher: LabelMatcher, selector: Instant, stack: Stack) -> _Told | None:
    """A pattern that all values which the label is declared with match, or none of them where they are left out."""
    metric = metric_of(selector)
    values = stack.series.values_of(metric, matcher.name) if metric else frozenset()
    if len(values) < 2 or metric in stack.series.records:
        return None
    pattern = anchored(matcher.value)
    if pattern is None or not all(pattern.fullmatch(value) for value in values):
        return None
    shown = f'`{matcher.name}{matcher.op}"{matcher.value}"`'
    listed = ", ".join(sorted(values))
    if matcher.op == "=~":
        message = f"{shown} selects every series of `{metric}`, whose `{matcher.name}` is one of {listed}"
        return Severity.INFO, message, "Leave it out, or ask for less."
    message = f"{shown} leaves out every series of `{metric}`, whose `{matcher.name}` is one of {listed}"
    return Severity.ERROR, message, "Leave fewer values out."
