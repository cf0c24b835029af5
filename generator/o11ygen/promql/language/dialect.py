"""The PromQL of one release with its feature flags: which words are keywords, and which forms are read.

The dialects follow the lexer, the grammar and the checks of Prometheus' own parser at each minor release from 2.20.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from o11ygen.promql.lexer import AGGREGATORS
from o11ygen.promql.tables import EXPERIMENTAL_FUNCTIONS, Function, functions

Window: TypeAlias = Literal["duration", "number", "expression"]

WITH_PARAMETER = frozenset(("bottomk", "count_values", "limit_ratio", "limitk", "quantile", "topk"))
_KEYWORDS = AGGREGATORS - {"limitk", "limit_ratio"} | frozenset(
    (
        "and",
        "or",
        "unless",
        "offset",
        "by",
        "without",
        "on",
        "ignoring",
        "group_left",
        "group_right",
        "bool",
        "inf",
        "nan",
    )
)
_NEVER_METRICS = frozenset(("on", "ignoring", "group_left", "group_right", "bool", "atan2", "inf", "nan"))
_NEVER_LABELS = frozenset(("without", "inf", "nan"))
_SINCE = (
    ((2, 25), ("start", "end")),
    ((2, 31), ("atan2",)),
    ((2, 54), ("limitk", "limit_ratio")),
    ((3, 6), ("step",)),
    ((3, 7), ("anchored", "smoothed")),
    ((3, 10), ("range", "fill", "fill_left", "fill_right")),
    ((3, 13), ("max_of", "min_of")),
)


class Dialect(NamedTuple):
    """What one Prometheus reads. Words are in lower case.

    `metric_words` and `label_words` are keywords that may be names too. `window` is what may stand in brackets.
    `stray_colon`: in brackets any letter counts as the colon. `duration_calls` are the words that may stand with
    parentheses in a duration, `late_calls` behind another duration in brackets; `bare_step` has them without a feature
    flag. `raw_literals`: a pattern that is plain text needs not be UTF-8. `wrapped_patterns`: an open
    quote in a pattern takes in what the pattern is wrapped in. `short_group_names`: a pattern may name a group as
    `(?<name>`.
    """

    keywords: frozenset[str]
    metric_words: frozenset[str]
    label_words: frozenset[str]
    functions: Mapping[str, Function]
    experimental: bool
    function_words: frozenset[str]
    number_durations: bool
    new_numbers: bool
    compound_durations: bool
    window: Window
    stray_colon: bool
    zero_durations: bool
    duration_calls: frozenset[str]
    late_calls: frozenset[str]
    duration_arithmetic: bool
    bare_step: bool
    offset_first: bool
    offset_sign_calls: bool
    offset_sign_group: bool
    signs: frozenset[str]
    at_modifier: bool
    quoted_names: bool
    quoted_labels: bool
    utf8_labels: bool
    trim: bool
    extended_ranges: bool
    fill: bool
    raw_literals: bool
    wrapped_patterns: bool
    short_group_names: bool


@lru_cache(maxsize=256)
def dialect(release: tuple[int, int], features: frozenset[str]) -> Dialect:
    """The PromQL of `release` (major, minor), at least 2.20, started with `features`."""
    words = _KEYWORDS.union(*(names for since, names in _SINCE if release >= since))
    expressions = release >= (3, 4)
    return Dialect(
        keywords=words,
        metric_words=words - _NEVER_METRICS - _not_yet_names(release),
        label_words=words - _NEVER_LABELS - _not_yet_names(release),
        functions=_functions(release, features),
        experimental=EXPERIMENTAL_FUNCTIONS in features,
        function_words=frozenset(("start", "end", "step", "range", "max_of", "min_of")) & words
        if release >= (3, 12)
        else frozenset(),
        number_durations=release >= (2, 54),
        new_numbers=release >= (2, 54),
        compound_durations=release >= (2, 21),
        window="expression" if expressions else "number" if release >= (2, 54) else "duration",
        stray_colon=release < (3, 6),
        zero_durations=expressions,
        duration_calls=_duration_calls(release),
        late_calls=_duration_calls(release) - (frozenset() if release >= (3, 12) else {"range"}),
        duration_arithmetic=release >= (3, 14) or (expressions and "promql-duration-expr" in features),
        bare_step=release < (3, 12),
        offset_first=release >= (3, 5),
        offset_sign_calls=release >= (3, 6),
        offset_sign_group=release >= (3, 13),
        signs=_signs(release, features),
        at_modifier=release >= (2, 33) or (release >= (2, 25) and "promql-at-modifier" in features),
        quoted_names=release >= (2, 51),
        quoted_labels=release >= (2, 55),
        utf8_labels=release >= (3, 0) or (release >= (2, 55) and "utf8-names" in features),
        trim=release >= (3, 11),
        extended_ranges=release >= (3, 7) and "promql-extended-range-selectors" in features,
        fill=release >= (3, 10) and "promql-binop-fill-modifiers" in features,
        raw_literals=release >= (2, 52),
        wrapped_patterns=release < (2, 52),
        short_group_names=release >= (2, 51),
    )


def _not_yet_names(release: tuple[int, int]) -> frozenset[str]:
    # 3.7.0 and 3.7.1 have `anchored` and `smoothed` here too; a release is judged by its last patch.
    return frozenset(("start", "end")) if release < (2, 29) else frozenset()


def _duration_calls(release: tuple[int, int]) -> frozenset[str]:
    if release < (3, 6):
        return frozenset()
    minimum = ("min_of", "max_of") if release >= (3, 13) else ("min", "max")
    return frozenset(("step", *minimum, *(("range",) if release >= (3, 10) else ())))


def _signs(release: tuple[int, int], features: Collection[str]) -> frozenset[str]:
    if release >= (3, 4):
        return frozenset("+-")
    if release >= (2, 33) or (release >= (2, 26) and "promql-negative-offset" in features):
        return frozenset("-")
    return frozenset()


def _functions(release: tuple[int, int], features: Collection[str]) -> Mapping[str, Function]:
    return {name: function for name, function in functions().items() if _has(function, release, features)}


def _has(function: Function, release: tuple[int, int], features: Collection[str]) -> bool:
    known = function.availability
    if release < known.since[:2] or (known.last is not None and release > known.last[:2]):
        return False
    stable = not known.flag or (known.default is not None and release >= known.default[:2])
    return stable or known.flag in features


@lru_cache(maxsize=1)
def every_form() -> Dialect:
    """What any release with any flag reads: to tell what an expression means that the declared one does not read."""
    newest = dialect((3, 14), frozenset())
    return newest._replace(
        functions=functions(),
        experimental=True,
        duration_calls=newest.duration_calls | {"min", "max"},
        late_calls=newest.duration_calls | {"min", "max"},
        extended_ranges=True,
        fill=True,
    )
