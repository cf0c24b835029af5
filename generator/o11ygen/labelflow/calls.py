"""Functions and aggregations: what they do to the series of their argument."""

from __future__ import annotations

from collections.abc import Iterable

from o11ygen.labelflow import meanings
from o11ygen.labelflow.outcome import Outcome, Returns, returns_of
from o11ygen.labelflow.sample import Sample
from o11ygen.promql import limits
from o11ygen.promql.flow import Bare
from o11ygen.promql.labelling import SELECTING, absent, aggregated, is_selector
from o11ygen.promql.language.nodes import Aggregate, Call, Range
from o11ygen.promql.query import TWO_SAMPLE_FUNCTIONS, Matcher
from o11ygen.promql.relabel import literal, relabelled

Outcomes = tuple[Outcome, ...]

ABSENT = frozenset(("absent", "absent_over_time"))
_OF_HISTOGRAMS = frozenset(
    ("histogram_avg", "histogram_count", "histogram_fraction", "histogram_quantile", "histogram_quantiles")
) | frozenset(("histogram_stddev", "histogram_stdvar", "histogram_sum"))
# Functions that may leave series out, whatever they are: those without enough samples, those that are no histograms.
_CHOOSY = TWO_SAMPLE_FUNCTIONS | _OF_HISTOGRAMS | frozenset(("info", "start_timestamp"))


# Functions that take native histograms as well as numbers.
_WHATEVER = frozenset(("label_join", "label_replace", "sort_by_label", "sort_by_label_desc", "timestamp")) | frozenset(
    ("count_over_time", "first_over_time", "last_over_time", "present_over_time", "ts_of_last_over_time")
)
# Aggregations that give something for any series.
_OF_ANYTHING = frozenset(("count", "count_values", "group", "limitk"))


def called(node: Call, arguments: list[Outcomes]) -> Outcomes:
    """The outcomes of a call; `arguments` are those of what is given to it."""
    name = node.name
    at = next((place for place, one in enumerate(node.arguments) if one.type in ("vector", "matrix")), -1)
    if name in ABSENT:
        return (_absent(node, arguments[0]),)
    if at < 0 or node.type == "scalar":
        return (_bare(node, arguments),)
    numbers = [_number(one) for place, one in enumerate(arguments) if place != at]
    scalars = [one[0] for place, one in enumerate(arguments) if place != at and one]
    found = []
    numeric = name in _WHATEVER or are_numbers(arguments[at])
    for one in arguments[at]:
        inner = one.sample
        if name in limits.GROWTH and _may_be_counter(inner) and isinstance(node.arguments[at], Range):
            inner = inner._replace(limits=limits.NOT_NEGATIVE)
        returns, why = _returned(name, one, numbers, numeric=numeric)
        found.append(
            Outcome(
                relabelled(name, node.arguments, one.flow),
                one.knowledge,
                meanings.called(name, inner, _limits(name, one, inner, numbers), numbers=numbers),
                returns,
                why,
                _pins(node, one.pins) if one.pins else (),
                one.conditions,
                one.joins,
                max(one.reach_ms, *(scalar.reach_ms for scalar in scalars)) if scalars else one.reach_ms,
                one.fixed or any(scalar.fixed for scalar in scalars),
                one.metrics,
                (name, *one.operations),
                one.absent,
                one.stands_in,
            )
        )
    return tuple(found)


def _may_be_counter(sample: Sample) -> bool:
    return not sample.limits.known and sample.kind != "gauge"


def _number(outcomes: Outcomes) -> float | None:
    """The one number that an argument is; None for a text, or what is not known."""
    if len(outcomes) != 1:
        return None
    low, high, _ = outcomes[0].sample.limits
    return low if low == high and not outcomes[0].sample.nan else None


def _limits(name: str, one: Outcome, inner: Sample, numbers: list[float | None]) -> limits.Limits:
    if name == "histogram_quantile":
        return limits.of_quantile(numbers[0], one.metrics, one.knowledge.buckets_of)
    if name.startswith("histogram_"):
        return limits.of_call(name, limits.ANY)
    return limits.of_call(name, inner.limits, numbers=numbers)


def are_numbers(outcomes: Iterable[Outcome]) -> bool:
    """Whether none of several branches may be a native histogram, or it is one that no other may stand in for."""
    return all(not one.stands_in or one.returns == "never" for one in outcomes) or all(
        one.sample.is_number for one in outcomes if one.returns != "never"
    )


def _returned(name: str, one: Outcome, numbers: list[float | None], *, numeric: bool) -> tuple[Returns, str]:
    if name == "clamp" and one.returns != "never":
        low, high = numbers
        if low is None or high is None:
            return "sometimes", ""
        if low > high:
            return "never", f"`clamp` between {low:g} and {high:g}, of which the first is larger, returns nothing"
    if one.returns == "always" and (name in _CHOOSY or not numeric):
        return "sometimes", ""
    return one.returns, one.why


def _pins(node: Call, pins: tuple[Matcher, ...]) -> tuple[Matcher, ...]:
    name = node.name
    if name in ("label_replace", "label_join", "histogram_quantiles"):
        written = literal(node.arguments[1])
        return tuple(pin for pin in pins if pin.name not in (written, "__name__", "le"))
    if name in ("histogram_quantile", "histogram_fraction"):
        return tuple(pin for pin in pins if pin.name != "le")
    return () if name == "info" else pins


def _absent(node: Call, inner: Outcomes) -> Outcome:
    first = inner[0]
    told = returns_of(inner)
    returns: Returns = "never" if told == "always" else "always" if told == "never" else "sometimes"
    why = next((one.why for one in inner if one.returns == told), "")
    argument = node.arguments[0]
    pins = first.pins if is_selector(argument) else ()
    flow = absent(node.name, argument, pins)
    words = {"never": "what it asks for always returns", "always": "what it asks for never returns", "sometimes": ""}
    return Outcome(
        flow,
        first.knowledge,
        Sample("boolean", "", limits.Limits(1, 1), nan=False),
        returns,
        f"`{node.name}`: {words[returns]}: {why}" if words[returns] else "",
        tuple(pin for pin in pins if pin.op == "=" and [one.name for one in pins].count(pin.name) == 1),
        reach_ms=max(one.reach_ms for one in inner),
        fixed=any(one.fixed for one in inner),
        metrics=tuple(dict.fromkeys(name for one in inner for name in one.metrics)),
        operations=(node.name,),
        absent=True,
    )


def _bare(node: Call, arguments: list[Outcomes]) -> Outcome:
    """What has no labels: `vector(1)`, `time()`, `scalar(x)`, `hour()`."""
    name = node.name
    given = [one for outcomes in arguments for one in outcomes]
    if not given:
        sample = meanings.called(name, Sample(nan=False), limits.of_call(name, limits.ANY))
    elif name == "scalar":
        sample = meanings.mixed([one.sample for one in given])
        # Anything but one series makes NaN.
        exact = len(given) == 1 and given[0].returns == "always" and not given[0].named and not given[0].open
        sample = sample._replace(nan=sample.nan or not exact)
    elif name in ("max_of", "min_of"):
        sample = meanings.mixed([one.sample for one in given])
    else:
        sample = given[0].sample
    knowledge = given[0].knowledge if given else None
    from o11ygen.labelflow.knowledge import IGNORANCE

    return Outcome(
        Bare((), f"`{name}()`"),
        knowledge or IGNORANCE,
        sample,
        "always",
        f"`{name}()` always returns",
        reach_ms=max((one.reach_ms for one in given), default=0),
        fixed=any(one.fixed for one in given),
        metrics=tuple(dict.fromkeys(metric for one in given for metric in one.metrics)),
        operations=(name,),
    )


def grouped(node: Aggregate, arguments: list[Outcomes]) -> Outcomes:
    """The outcomes of an aggregation."""
    op = node.op
    inner = arguments[-1]
    parameter = arguments[0][0] if len(arguments) > 1 and arguments[0] else None
    number = _number((parameter,)) if parameter is not None else None
    if op in SELECTING:
        numeric = op in _OF_ANYTHING or are_numbers(inner)
        return tuple(_chosen(op, one, number, parameter, numeric=numeric) for one in inner)
    alive = [one for one in inner if one.returns != "never"]
    sample = meanings.aggregated(op, meanings.mixed([one.sample for one in alive or inner]), number)
    reach = parameter.reach_ms if parameter is not None else 0
    branches = (_together(alive or list(inner)),) if not node.clause else inner
    numeric = op in _OF_ANYTHING or are_numbers(inner)
    counted = literal(node.arguments[0]) if op == "count_values" else ""
    return tuple(
        Outcome(
            aggregated(node, one.flow),
            one.knowledge,
            sample,
            "sometimes" if one.returns == "always" and not numeric else one.returns,
            one.why,
            _left(node, one.pins, counted) if one.pins else (),
            one.conditions,
            one.joins,
            max(one.reach_ms, reach),
            one.fixed or (parameter is not None and parameter.fixed),
            one.metrics,
            (op, *one.operations),
            one.absent,
            "other" if one.stands_in == "other" else "",
        )
        for one in branches
    )


def _left(node: Aggregate, pins: tuple[Matcher, ...], counted: str) -> tuple[Matcher, ...]:
    if node.clause == "by":
        return tuple(pin for pin in pins if pin.name in node.labels and pin.name != counted)
    if node.clause == "without":
        return tuple(pin for pin in pins if pin.name not in node.labels and pin.name not in (counted, "__name__"))
    return ()


def _chosen(op: str, one: Outcome, number: float | None, parameter: Outcome | None, *, numeric: bool) -> Outcome:
    """What `topk` and its kind leave of one branch."""
    returns, why = one.returns, one.why
    if returns != "never" and number is not None:
        none = number == 0 if op == "limit_ratio" else number < 1
        if none:
            returns, why = "never", f"`{op}({number:g}, ...)` chooses no series"
    if returns == "always" and (number is None or op == "limit_ratio" or not numeric):
        returns, why = "sometimes", ""
    # Of several branches, another one may be chosen.
    reach = max(one.reach_ms, parameter.reach_ms if parameter is not None else 0)
    return one._replace(returns=returns, why=why, reach_ms=reach, operations=(op, *one.operations))


def _together(branches: list[Outcome]) -> Outcome:
    """Branches of which an aggregation makes a single series."""
    first = branches[0]
    if len(branches) == 1:
        return first
    returns = returns_of(tuple(branches))
    conditional = all(one.conditions for one in branches)
    return first._replace(
        returns=returns,
        why=next((one.why for one in branches if one.returns == returns), ""),
        pins=(),
        conditions=tuple(condition for one in branches for condition in one.conditions) if conditional else (),
        joins=tuple(joined for one in branches for joined in one.joins),
        reach_ms=max(one.reach_ms for one in branches),
        fixed=any(one.fixed for one in branches),
        metrics=tuple(dict.fromkeys(name for one in branches for name in one.metrics)),
        absent=all(one.absent for one in branches),
        stands_in="",
    )
