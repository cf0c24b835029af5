from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Excerpt, Related, Severity
from o11ygen.promql import Matcher, parse
from o11ygen.promql.repeated import Part, costly_parts, plain
from o11ygen.resolved import Expression, RecordingRule, Stack

# As many rules and panels as compute the same before it is worth a rule: fewer for long windows, which read most samples.
_ENOUGH, _ENOUGH_OF_LONG = 5, 3
_LONG_MS = 3_600_000


# Where a part stands.
_Use: TypeAlias = tuple[Expression, Part]


@check("rule/repeated", Severity.INFO, advice=True)
def rule_repeated(stack: Stack) -> Iterator[Flaw]:
    """Expensive expressions that many rules and panels compute each for themselves, or that are recorded already.

    Each evaluation of each of them reads the same samples again: with long windows and many series this is what makes
    rules take longer than their interval, and dashboards slow in the hour in which everybody looks at them. And copies
    drift apart: one is changed, and alert and panel show two numbers for one thing.

    Bad::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
        Alert("Busy", ..., expr="sum by (job) (rate(requests_total[5m])) > 100")

    Good::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
        Alert("Busy", ..., expr="job:requests:rate5m > 100")
    """
    looked_at = _worth_a_look(stack)
    texts = {one.text for one in looked_at if one.kind == "record"}
    recorded = {plain(rule.expr): rule for rule in reversed(tuple(stack.recording_rules)) if rule.expr in texts}
    uses: dict[str, list[_Use]] = {}
    for expression in looked_at:
        for part in costly_parts(expression.text):
            uses.setdefault(part.text, []).append((expression, part))
    told: set[tuple[int, str]] = set()
    for text in sorted(uses, key=lambda one: (-len(one), one)):
        # What a larger part holds, that is told of, goes with it.
        found = [(user, part) for user, part in uses[text] if (id(user.source), text) not in told]
        rule = recorded.get(text)
        if rule is not None:
            found = [one for one in found if _reads_again(one)]
        owners = tuple({user.source.id: (user, part) for user, part in found}.values())
        if rule is None and len(owners) < _enough(found):
            continue
        if owners:
            yield _recorded(owners, rule) if rule is not None else _anew(owners, text)
        for user, part in found:
            inner = costly_parts(user.text[part.start : part.end])
            told.update((id(user.source), one.text) for one in inner)


def _worth_a_look(stack: Stack) -> list[Expression]:
    """One of each text in which some window stands that others have too, so that a part of it may be repeated."""
    distinct: dict[tuple[str, bool], Expression] = {}
    for one in stack.expressions:
        if "[" in one.text and not one.adaptive:
            distinct.setdefault((one.text, one.kind == "record"), one)
    windows = {key: _windows(key[0]) for key in distinct}
    counts = Counter(window for found in windows.values() for window in found)
    recorded = {window for (_, records), found in windows.items() if records for window in found}
    often = {one for one, count in counts.items() if count >= (2 if one in recorded else _ENOUGH_OF_LONG)}
    return [one for key, one in distinct.items() if not often.isdisjoint(windows[key])]


def _windows(text: str) -> set[tuple[str, tuple[Matcher, ...], int]]:
    """What an expression without faults looks at for longer than a moment."""
    found = parse(text).selectors
    return {(one.metric, one.matchers, one.range_ms) for one in found if one.range_ms or one.subqueries}


def _reads_again(use: _Use) -> bool:
    """Whether it could read the record instead: recording rules over short windows often stand side by side on purpose."""
    user, part = use
    return user.kind != "record" or (part.window_ms >= _LONG_MS and plain(user.text) != part.text)


def _enough(found: list[_Use]) -> int:
    return _ENOUGH_OF_LONG if found and found[0][1].window_ms >= _LONG_MS else _ENOUGH


def _recorded(uses: tuple[_Use, ...], rule: RecordingRule) -> Flaw:
    others = len(uses) - 1
    who = f"it and {others} more compute" if others else "it computes"
    return _flaw(
        uses,
        f"{who} what `{rule.name}` records already, and reads all the samples again",
        f"Read `{rule.name}`.",
        (Related(rule.source.location(), "recorded here"),),
    )


def _anew(uses: tuple[_Use, ...], text: str) -> Flaw:
    return _flaw(
        uses,
        f"{len(uses) - 1} other rules and panels compute this too, each anew",
        f"Record it once, as `{_name(text)}`, and read that.",
        (),
    )


def _name(text: str) -> str:
    """How a rule for it may be called: the labels that it keeps, the metric, what is computed."""
    query = parse(text)
    if len(query.selectors) != 1 or not query.aggregations:
        return "level:metric:operations"
    selector, outer = query.selectors[0], query.aggregations[-1]
    labels = [label for label in outer.labels if outer.clause == "by" and label != "le"]
    level = "_".join(labels) or "global"
    metric = selector.metric.rpartition(":")[0].rpartition(":")[2] or selector.metric
    metric = metric.removesuffix("_total").removesuffix("_bucket")
    done = [
        *(name for name in query.functions if name != selector.function),
        *(() if outer.op == "sum" else (outer.op,)),
    ]
    window = f"{selector.function}{readable_duration(selector.range_ms)}" if selector.range_ms else ""
    return f"{level}:{metric}:{'_'.join([*done, window])}"


def _flaw(uses: tuple[_Use, ...], message: str, hint: str, related: tuple[Related, ...]) -> Flaw:
    """Of the first that computes it; the others stand below."""
    (owner, part), *rest = uses
    also = (Related(user.source.location(user.field), user.what) for user, _ in rest)
    return Flaw(
        owner.source,
        f"{owner.what}: {message}",
        hint,
        field=owner.field,
        related=(*related, *also),
        excerpt=Excerpt(owner.text, part.start, part.end),
    )
