"""Functions: what they do to the series of their argument."""

from __future__ import annotations

from o11ygen.labelflow import meanings
from o11ygen.labelflow.branches import are_numbers, number_of
from o11ygen.labelflow.knowledge import Knowledge
from o11ygen.labelflow.outcome import Outcome, Returns, returns_of
from o11ygen.labelflow.sample import Sample
from o11ygen.promql import limits
from o11ygen.promql.flow import Bare
from o11ygen.promql.labelling import absent, is_selector
from o11ygen.promql.language.nodes import Call, Range
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


def called(node: Call, arguments: list[Outcomes], knowledge: Knowledge) -> Outcomes:
    """The outcomes of a call; `arguments` are those of what is given to it."""
    name = node.name
    if name in ABSENT:
        return (_absent(node, arguments[0]),)
    series: Outcomes = ()
    scalars: list[Outcome] = []
    for argument, outcomes in zip(node.arguments, arguments, strict=True):
        if argument.type == "scalar":
            scalars += outcomes
        elif argument.type != "string" and not series:
            series = outcomes
    if not series or node.type == "scalar":
        return (_bare(node, arguments, knowledge),)
    numbers = [number_of((one,)) for one in scalars]
    found = []
    numeric = name in _WHATEVER or are_numbers(series)
    for one in series:
        inner = one.sample
        if name in limits.GROWTH and _may_be_counter(inner) and isinstance(node.arguments[0], Range):
            inner = Sample(inner.kind, inner.unit, limits.NOT_NEGATIVE, inner.nan, inner.of)
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


def _limits(name: str, one: Outcome, inner: Sample, numbers: list[float | None]) -> limits.Limits:
    if name == "histogram_quantile":
        return limits.of_quantile(numbers[0], one.metrics, one.knowledge.buckets_of)
    if name.startswith("histogram_"):
        return limits.of_call(name, limits.ANY)
    return limits.of_call(name, inner.limits, numbers=numbers)


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


def _bare(node: Call, arguments: list[Outcomes], knowledge: Knowledge) -> Outcome:
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
    return Outcome(
        Bare((), f"`{name}()`"),
        knowledge,
        sample,
        "always",
        f"`{name}()` always returns",
        reach_ms=max((one.reach_ms for one in given), default=0),
        fixed=any(one.fixed for one in given),
        metrics=tuple(dict.fromkeys(metric for one in given for metric in one.metrics)),
        operations=(name,),
    )
