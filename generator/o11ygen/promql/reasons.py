"""The parser's reasons in the words of the field, each with its place and its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from o11ygen.finding import nearest
from o11ygen.promql.fault import Fault
from o11ygen.promql.lexer import AGGREGATORS, COMPARISONS, GROUPING_WORDS, Token
from o11ygen.promql.limits import pattern_fault
from o11ygen.promql.tables import functions

Explain = Callable[[Sequence[Token], re.Match[str]], Fault]

_TYPES = {
    "vector": "an instant vector",
    "matrix": "a range",
    "scalar": "a number",
    "string": "a string",
}
_REMEDIES = {
    ("matrix", "vector"): "Give the selector a window: `x[5m]`.",
    ("vector", "matrix"): "Take the window away, or turn it into a vector first, as `rate(x[5m])` does.",
    ("vector", "scalar"): "Wrap the number: `vector(1)`.",
    ("scalar", "vector"): "Write a number, or wrap the vector in `scalar(...)`.",
}


def explained(cut: Sequence[Token], reason: str) -> Fault | None:
    """The fault that a reason of the parser stands for; None for a reason that says nothing."""
    for pattern, explain in _REASONS:
        match = re.fullmatch(pattern, reason, re.DOTALL)
        if match is not None:
            return explain(cut, match)
    return None


def unknown_function(name: str, start: int) -> Fault:
    """The fault of a call of something that is no function, aggregation or clause."""
    known = [*functions(), *AGGREGATORS, *GROUPING_WORDS]
    hint = nearest(name, known) or "Its functions are listed in the PromQL documentation."
    return Fault(f"`{name}` is no function of Prometheus", hint, start)


def _unknown_function(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    return unknown_function(match[1], _first(cut, lambda at: _is_call(cut, at, match[1])))


def _argument_type(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    wanted, name, got = match[1], match[2], match[3]
    index = (
        _first(cut, lambda at: _is_call(cut, at, name) and ("[" in _texts(cut, at)) == (got == "matrix"))
        if "matrix" in (wanted, got)
        else -1
    )
    if index < 0:
        index = _first(cut, lambda at: _is_call(cut, at, name))
    hint = _REMEDIES.get((wanted, got), "")
    if (wanted, got) == ("matrix", "vector"):
        hint = _window_hint(cut, name) or hint
    elif name in functions() and len(functions()[name].arguments) > 1:
        hint = f"{hint} The call is `{functions()[name].signature}`.".lstrip()
    return Fault(f"`{name}` takes {_TYPES[wanted]} and is given {_TYPES[got]}", hint, index)


def _window_hint(cut: Sequence[Token], name: str) -> str:
    """The remedy for a missing window, which depends on what stands in the call."""
    for position in range(len(cut) - 2):
        if not _is_call(cut, position, name):
            continue
        inner = cut[position + 2]
        if inner.kind == "word" and inner.folded in AGGREGATORS and "[" not in _texts(cut, position):
            return (
                f"Aggregate afterwards, as in `{inner.text}({name}(x[5m]))`: a reset of one counter is lost in a sum. "
                f"A subquery needs a window too: `{name}((...)[10m:1m])`."
            )
        if inner.kind == "word" and cut[position + 3].text in (")", ",", "{"):
            return f"Give the selector a window: `{name}({inner.text}[5m])`."
    return ""


def _aggregation_type(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    wanted, got = match[1], match[2]
    aggregators = [at for at, token in enumerate(cut) if _is_aggregator(cut, at) and token]
    wrong = [at for at in aggregators if ("[" in _texts(cut, at)) == (got == "matrix")] or aggregators
    name = cut[wrong[0]].text if wrong else "the aggregation"
    hint = _REMEDIES.get((wanted, got), f"`{name}` takes {_TYPES[wanted]} in this place.")
    return Fault(
        f"`{name}` takes {_TYPES[wanted]} and is given {_TYPES[got]}", hint, cut[wrong[0]].start if wrong else -1
    )


def _argument_count(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    bound, count, name, got = match[1] or "", match[2], match[3], match[4]
    noun = "argument" if count == "1" else "arguments"
    hint = f"Write `{functions()[name].signature}`." if name in functions() else ""
    index = _first(cut, lambda at: _is_call(cut, at, name))
    return Fault(f"`{name}` takes {bound}{count} {noun} and is given {got}", hint, index)


def _aggregation_count(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    wanted, got = match[1], match[2]
    index = _first(cut, lambda at: _is_aggregator(cut, at))
    name = next((token.text for token in cut if token.start == index), "the aggregation")
    hint = f"Write `{name}(5, x)`: the parameter first." if wanted == "2" else f"Write `{name}(x)`."
    return Fault(f"`{name}` takes {wanted} argument{'s' * (wanted != '1')} and is given {got}", hint, index)


def _operand(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    if any(token.text == "[" for token in cut):
        message = "an operator takes numbers and instant vectors, and is given a range or a string"
        hint = "Turn the range into a vector first: `rate(x[5m]) > 1`, `avg_over_time(x[5m]) > 1`."
        return Fault(message, hint, _first(cut, lambda at: cut[at].text == "["))
    message = "an operator takes numbers and instant vectors, and is given a string"
    return Fault(
        message, 'Labels are compared in braces: `x{job="app"}`.', _first(cut, lambda at: cut[at].kind == "string")
    )


def _scalar_comparison(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    index = _first(cut, lambda at: cut[at].text in COMPARISONS)
    return Fault(
        "two numbers are compared without `bool`, so there is no series that could be kept",
        "Compare a metric, or write `bool` behind the operator to get 0 or 1.",
        index,
    )


def _scalar_set(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    return Fault(
        f"`{match[1]}` joins series, and is given a number",
        "Make a vector of it: `vector(1)`.",
        _first(cut, lambda at: cut[at].folded == match[1].lower()),
    )


def _no_matcher(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    return Fault(
        "a selector without a metric name has no matcher that asks for a value, so it would read every series",
        'Name the metric, or ask for a label with a value: `{job="app"}`.',
        _first(cut, lambda at: cut[at].text == "{" and (at == 0 or cut[at - 1].kind != "word")),
    )


def _two_names(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    return Fault(
        f"the metric name is given twice: `{match[1]}` and `{match[2]}`",
        'Keep one; to read several metrics write `{__name__=~"a|b"}`.',
        _first(cut, lambda at: cut[at].text == match[1]),
    )


def _regex(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    pattern = match[1]
    fault = pattern_fault(pattern) or Fault(
        f"`{pattern}` is not a regular expression that is read here", "Simplify it."
    )
    return fault._replace(
        start=_first(
            cut, lambda at: cut[at].kind == "string" and cut[at - 1].text in ("=~", "!~") and pattern in cut[at].text
        )
    )


def _escape(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    escape = "\\" + match[1]
    return Fault(
        f"`{escape}` is no escape sequence of a string",
        f"Write `\\{escape}`, or put the string in backticks.",
        _first(cut, lambda at: cut[at].kind == "string" and escape in cut[at].text),
    )


def _word(word: str, message: str, hint: str) -> Explain:
    """An explanation that stands at the first token with the text `word`."""
    return lambda cut, match: Fault(message, hint, _first(cut, lambda at: cut[at].folded == word))


def _range_of_expression(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    return Fault(
        "a window follows something that is not a plain selector",
        "Put the window on the selector, inside the function, or make it a subquery: `(...)[10m:1m]`.",
        _first(cut, lambda at: cut[at].text == "[" and at > 0 and cut[at - 1].text in (")", "]")),
    )


def _matching_of_number(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    return Fault(
        "labels are matched at an operator with a number",
        "Take `on` or `ignoring` out: a number has no labels.",
        _first(cut, lambda at: cut[at].folded in ("on", "ignoring")),
    )


def _label_with_colon(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    message = f"`{match[1]}` is no label name: it has a colon"
    return Fault(message, "Take the colon out.", _first(cut, lambda at: cut[at].text == match[1]))


def _number(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    shown = match[1] if len(match[1]) <= 20 else f"{match[1][:20]}..."
    hint = "Write it as a decimal number: a hexadecimal one holds 64 bits at most."
    return Fault(
        f"`{shown}` is not a number that Prometheus reads", hint, _first(cut, lambda at: cut[at].text == match[1])
    )


def _sign(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    hint = "Take the sign out, or turn the range into a vector first: `-rate(x[5m])`."
    return Fault(
        f"a sign stands before {_TYPES.get(match[1], 'something')}, which has none",
        hint,
        _first(cut, lambda at: cut[at].text in ("-", "+")),
    )


def _modifier_of_expression(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    written = "offset 1h" if match[1] == "offset" else "@ end()"
    return Fault(
        f"`{match[1]}` follows something that is not a selector",
        f"Put it on the selector, inside of functions and aggregations: `sum(x {written})`.",
        _first(cut, lambda at: cut[at].folded == match[1] and at > 0 and cut[at - 1].text not in ("]", "}")),
    )


def _matched_and_taken(cut: Sequence[Token], match: re.Match[str]) -> Fault:
    return Fault(
        f"the label `{match[1]}` is both matched by `on` and taken from the other side",
        "Take it out of `group_left` or `group_right`: matched labels are kept anyway.",
        _first(cut, lambda at: cut[at].folded in ("group_left", "group_right")),
    )


_REASONS: tuple[tuple[str, Explain], ...] = (
    (r"unknown function with name '(.*)'", _unknown_function),
    (r"expected type (\w+) in call to function '(\w+)', got (\w+)", _argument_type),
    (r"expected type (\w+) in aggregation expression, got (\w+)", _aggregation_type),
    (r"expected (at least |at most )?(\d+) argument\(s\) in call to '(\w+)', got (\d+)", _argument_count),
    (r"wrong number of arguments for aggregate expression provided, expected (\d+), got (\d+)", _aggregation_count),
    (r"binary expression must contain only scalar and instant vector types", _operand),
    (r"comparisons between scalars must use BOOL modifier", _scalar_comparison),
    (r"set operator '(\w+)' not allowed in binary scalar expression", _scalar_set),
    (r"vector selector must contain at least one non-empty matcher", _no_matcher),
    (r"metric name must not be set twice: '(.*)' or '(.*)'", _two_names),
    (r"illegal regex for (.*)", _regex),
    (r"unknown escape sequence '(.)'", _escape),
    (r"ranges only allowed for vector selectors", _range_of_expression),
    (r"(.*) is not valid label in grouping opts", _label_with_colon),
    (r"vector matching only allowed between vectors", _matching_of_number),
    (r"unary expression only allowed on expressions of type scalar or vector, got: (\w+)", _sign),
    (r"(offset|@) modifier must be preceded by .*", _modifier_of_expression),
    (r"label '(.*)' must not occur in ON and GROUP clause at once", _matched_and_taken),
    (
        r"subquery is only allowed on vector, got \w+ instead",
        _word(
            ":", "a subquery stands on something that is no vector", "Give it one: `rate(x[5m])[1h:1m]`, `x[1h:1m]`."
        ),
    ),
    (
        r"@ <timestamp> may not be set multiple times",
        _word("@", "there are two `@` on one selector", "Keep one."),
    ),
    (
        r"timestamp out of bounds for @ modifier.*",
        _word("@", "the time behind `@` is beyond what Prometheus can count", "Write seconds since 1970."),
    ),
    (r"ParseFloatError\. (\S+) .*", _number),
    (
        r"offset may not be set multiple times",
        _word("offset", "there are two offsets on one selector", "Keep one: add them up."),
    ),
    (
        r"no offset modifiers allowed before range",
        _word("offset", "the offset stands before the window", "Write it behind: `x[5m] offset 1h`."),
    ),
    (
        r"no @ modifiers allowed before range",
        _word("@", "`@` stands before the window", "Write it behind: `x[5m] @ end()`."),
    ),
    (
        r"bool modifier can only be used on comparison operators",
        _word("bool", "`bool` stands behind an operator that compares nothing", "Take it out."),
    ),
)


def _first(cut: Sequence[Token], test: Callable[[int], bool]) -> int:
    """The index in the text of the first token whose position passes the test; -1 when none does."""
    return next((cut[at].start for at in _positions(cut) if test(at)), -1)


def _positions(cut: Sequence[Token]) -> Iterable[int]:
    return range(len(cut))


def _is_call(cut: Sequence[Token], position: int, name: str) -> bool:
    return cut[position].text == name and position + 1 < len(cut) and cut[position + 1].text == "("


def _is_aggregator(cut: Sequence[Token], position: int) -> bool:
    if cut[position].folded not in AGGREGATORS or position + 1 >= len(cut):
        return False
    return cut[position + 1].folded in ("(", "by", "without")


def _texts(cut: Sequence[Token], position: int) -> frozenset[str]:
    """The texts of the tokens inside the first parentheses behind `position` that hold no labels of a clause."""
    while position < len(cut) and (cut[position].text != "(" or cut[position - 1].folded in ("by", "without")):
        position += 1
    depth, found = 0, set()
    for token in cut[position:]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            break
        found.add(token.text)
    return frozenset(found)
