"""What functions, aggregations and operators take: the checks of types that Prometheus makes of a whole expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from o11ygen.finding import nearest
from o11ygen.promql.fault import Fault
from o11ygen.promql.language.clauses import LEGACY_LABEL
from o11ygen.promql.language.dialect import WITH_PARAMETER
from o11ygen.promql.language.nodes import PLAIN, Aggregate, Broken, Group, Instant, Matching, Node, Text, ValueType
from o11ygen.promql.language.scanner import Token
from o11ygen.promql.language.selectors import names_groups_newly, pattern_fault
from o11ygen.promql.lexer import AGGREGATORS, COMPARISONS, GROUPING_WORDS, SET_OPERATORS
from o11ygen.promql.tables import Function, functions

if TYPE_CHECKING:
    from o11ygen.promql.language.reader import Reader

_UNREADABLE = re.compile("[\udc80-\udcff]")
TYPES = {"vector": "an instant vector", "matrix": "a range", "scalar": "a number", "string": "a string"}
_REMEDIES = {
    ("matrix", "vector"): "Give the selector a window: `x[5m]`.",
    ("vector", "matrix"): "Take the window away, or turn it into a vector first, as `rate(x[5m])` does.",
    ("vector", "scalar"): "Wrap the number: `vector(1)`.",
    ("scalar", "vector"): "Write a number, or wrap the vector in `scalar(...)`.",
}


def unknown_function(name: str, start: int) -> Fault:
    """The fault of a call of something that is no function, aggregation or clause."""
    from o11ygen.promql.metricsql import FUNCTIONS

    known = [*functions(), *AGGREGATORS, *GROUPING_WORDS]
    hint = nearest(name, known) or "Its functions are listed in the PromQL documentation."
    if name in FUNCTIONS:
        hint = "It is a function of MetricsQL: let VictoriaMetrics evaluate it, or write it with those of Prometheus."
    return Fault(f"`{name}` is no function of Prometheus", hint, start)


def called(reader: Reader, name: Token, arguments: tuple[Node, ...]) -> ValueType:
    """What the function gives; empty for one that the dialect does not have, which is noted."""
    function = reader.reads.functions.get(name.text)
    if function is None:
        if name.text in functions():
            reader.unavailable(name.start)
            function = functions()[name.text]
        else:
            reader.faults.append(unknown_function(name.text, name.start))
            return ""
    wanted = function.arguments
    if len(arguments) != len(wanted) and not _has_broken(reader, arguments):
        _check_count(reader, function, len(arguments), name.start)
    if function.name == "info" and len(arguments) > 1:
        _check_info(reader, arguments[1], name.start)
    if function.variadic:
        wanted += wanted[-1:] * (len(arguments) - len(wanted))
    for argument, type_wanted in zip(arguments, wanted, strict=False):
        if argument.type != type_wanted and argument.type:
            _wrong_argument(reader, function, type_wanted, argument, name.start)
    if function.name in ("label_replace", "label_join"):
        _check_relabelling(reader, function.name, arguments, name.start)
    return function.returns  # type: ignore[return-value]  # the table holds types of values


def _has_broken(reader: Reader, arguments: tuple[Node, ...]) -> bool:
    return bool(reader.torn) and any(isinstance(argument, Broken) for argument in arguments)


def _check_count(reader: Reader, function: Function, given: int, start: int) -> None:
    count, variadic = len(function.arguments), function.variadic
    if not variadic:
        bound, limit, right = "", count, given == count
    elif given < count - 1:
        bound, limit, right = "at least ", count - 1, False
    else:
        bound, limit = "at most ", count - 1 + variadic
        right = variadic < 0 or given <= limit
    if not right:
        noun = "argument" if limit == 1 else "arguments"
        message = f"`{function.name}` takes {bound}{limit} {noun} and is given {given}"
        reader.faults.append(Fault(message, f"Write `{function.signature}`.", start))


def _check_info(reader: Reader, argument: Node, start: int) -> None:
    if isinstance(argument, Instant) and not argument.name:
        if (fault := reader.unbounded.pop(argument.start, None)) is not None:
            reader.faults.remove(fault)
        return
    if argument.type:
        message = "the second argument of `info` is more than matchers in braces"
        hint = 'Write matchers only: `info(x, {__name__="target_info", version=~".+"})`.'
        reader.faults.append(Fault(message, hint, start))


def _check_relabelling(reader: Reader, function: str, arguments: tuple[Node, ...], start: int) -> None:
    """Note what Prometheus takes in a rule file and then fails on, at each evaluation."""
    texts = [_literal(argument) for argument in arguments[1:]]
    names = [*texts[:1], *texts[2:]] if function == "label_join" else texts[:1]
    fails = "Prometheus loads the rule and fails at each evaluation"
    if "" in names:
        message = f"`{function}` names a label with an empty text; {fails}"
        reader.failing.append(Fault(message, "Name the label.", start))
    if function == "label_replace" and len(texts) > 3 and (why := pattern_fault(reader, texts[3] or "")):
        message = f"the regular expression `{texts[3]}` of `{function}` does not compile: {why}; {fails}"
        hint = "Close its groups and classes; RE2 has no lookaround and no backreferences."
        if names_groups_newly(reader, texts[3] or ""):
            hint = "Write `(?P<name>`."
        reader.failing.append(Fault(message, hint, start))
    if any(name and _UNREADABLE.search(name) for name in names):
        message = f"`{function}` names a label in bytes that are no UTF-8; {fails}"
        reader.failing.append(Fault(message, "Rename the label.", start))
    elif any(name and not LEGACY_LABEL.fullmatch(name) for name in names):
        reader.form("utf8-relabelling", start)
        if not reader.reads.utf8_labels:
            reader.failing.append(Fault(f"`{function}` names a label in UTF-8; {fails}", "Rename the label.", start))


def _literal(argument: Node) -> str | None:
    while isinstance(argument, Group):
        argument = argument.operand
    return argument.value if isinstance(argument, Text) else None


def _wrong_argument(reader: Reader, function: Function, wanted: str, argument: Node, start: int) -> None:
    given = argument.type
    hint = _REMEDIES.get((wanted, given), "")
    if (wanted, given) == ("matrix", "vector"):
        hint = _window_hint(function.name, argument) or hint
    elif len(function.arguments) > 1:
        hint = f"{hint} The call is `{function.signature}`.".lstrip()
    elif not hint:
        hint = f"The call is `{function.signature}`."
    message = f"`{function.name}` takes {TYPES[wanted]} and is given {TYPES[given]}"
    reader.faults.append(Fault(message, hint, start))


def _window_hint(function: str, argument: Node) -> str:
    """The remedy for a missing window, which depends on what stands in the call."""
    if isinstance(argument, Aggregate):
        return (
            f"Aggregate afterwards, as in `{argument.op}({function}(x[5m]))`: a reset of one counter is lost in a sum. "
            f"A subquery needs a window too: `{function}((...)[10m:1m])`."
        )
    if isinstance(argument, Instant) and argument.name:
        return f"Give the selector a window: `{function}({argument.name}[5m])`."
    return ""


def aggregated(reader: Reader, op: Token, arguments: tuple[Node, ...]) -> None:
    """Note what is wrong with the arguments of an aggregation."""
    wanted = 2 if op.kind in WITH_PARAMETER else 1
    if not arguments or _has_broken(reader, arguments):
        return
    if len(arguments) != wanted:
        hint = f"Write `{op.text}(5, x)`: the parameter first." if wanted == 2 else f"Write `{op.text}(x)`."
        plural = "s" * (wanted != 1)
        message = f"`{op.text}` takes {wanted} argument{plural} and is given {len(arguments)}"
        reader.faults.append(Fault(message, hint, op.start))
        return
    _aggregates(reader, op, "vector", arguments[-1])
    if wanted == 2:
        _aggregates(reader, op, "string" if op.kind == "count_values" else "scalar", arguments[0])


def _aggregates(reader: Reader, op: Token, wanted: str, argument: Node) -> None:
    given = argument.type
    if given == wanted or not given:
        return
    hint = _REMEDIES.get((wanted, given), f"`{op.text}` takes {TYPES[wanted]} in this place.")
    message = f"`{op.text}` takes {TYPES[wanted]} and is given {TYPES[given]}"
    reader.faults.append(Fault(message, hint, op.start))


def signed(reader: Reader, sign: Token, operand: Node) -> ValueType:
    """What a sign gives."""
    if operand.type in ("matrix", "string"):
        message = f"a sign stands before {TYPES[operand.type]}, which has none"
        hint = "Take the sign out, or turn the range into a vector first: `-rate(x[5m])`."
        reader.faults.append(Fault(message, hint, sign.start))
        return ""
    return operand.type


def joined(reader: Reader, sign: Token, left: Node, right: Node, matching: Matching) -> ValueType:
    """What a binary operator gives."""
    op, one, other = sign.kind, left.type, right.type
    if matching is not PLAIN:
        _check_matching(reader, sign, one, other, matching)
    if one == "scalar" and other == "scalar":
        if op in COMPARISONS and not matching.returns_bool:
            message = "two numbers are compared without `bool`, so there is no series that could be kept"
            hint = "Compare a metric, or write `bool` behind the operator to get 0 or 1."
            reader.faults.append(Fault(message, hint, sign.start))
        elif op in SET_OPERATORS:
            _joins_numbers(reader, sign)
        return "scalar"
    if op in SET_OPERATORS and one and other and "scalar" in (one, other):
        _joins_numbers(reader, sign)
    for operand in (left, right):
        if operand.type in ("matrix", "string"):
            _wrong_operand(reader, operand)
    return "vector" if one and other else ""


def _joins_numbers(reader: Reader, sign: Token) -> None:
    message, hint = f"`{sign.text}` joins series, and is given a number", "Make a vector of it: `vector(1)`."
    reader.faults.append(Fault(message, hint, sign.start))


def _wrong_operand(reader: Reader, operand: Node) -> None:
    if operand.type == "matrix":
        message = "an operator takes numbers and instant vectors, and is given a range or a string"
        hint = "Turn the range into a vector first: `rate(x[5m]) > 1`, `avg_over_time(x[5m]) > 1`."
        start = reader.text.find("[", operand.start)
    else:
        message = "an operator takes numbers and instant vectors, and is given a string"
        hint, start = 'Labels are compared in braces: `x{job="app"}`.', operand.start
    reader.faults.append(Fault(message, hint, start))


def _check_matching(reader: Reader, sign: Token, one: ValueType, other: ValueType, matching: Matching) -> None:
    op, places = sign.kind, matching.places
    filled = places.fill >= 0
    faults = reader.faults
    if matching.returns_bool and op not in COMPARISONS:
        faults.append(
            Fault("`bool` stands behind an operator that compares nothing", "Take it out.", places.returns_bool)
        )
    if matching.clause == "on":
        for label in dict.fromkeys(label for label in matching.labels if label in matching.include):
            message = f"the label `{label}` is both matched by `on` and taken from the other side"
            hint = "Take it out of `group_left` or `group_right`: matched labels are kept anyway."
            faults.append(Fault(message, hint, places.group))
    if one != "vector" or other != "vector":
        if matching.labels and one and other:
            hint = "Take `on` or `ignoring` out: a number has no labels."
            faults.append(Fault("labels are matched at an operator with a number", hint, places.clause))
    elif op in SET_OPERATORS and matching.group:
        hint = "Take it out: `and`, `or` and `unless` always join many to many."
        faults.append(Fault(f"`{matching.group}` stands behind a set operator", hint, places.group))
    if filled and one and other and (one != "vector" or other != "vector" or op in SET_OPERATORS):
        hint = "Take it out: with a number, or with `and`, `or`, `unless`, no series waits for a partner."
        faults.append(Fault("`fill` stands at an operator that joins no pairs of series", hint, places.fill))
