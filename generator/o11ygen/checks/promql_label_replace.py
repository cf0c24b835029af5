from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.literals import compiled
from o11ygen.promql.language.nodes import Call
from o11ygen.promql.parts import bare, is_call, metric_of, selectors
from o11ygen.promql.relabel import literal
from o11ygen.resolved import Stack
from o11ygen.resolved.routing import anchored

# As Go reads it: the longest name of letters, digits and underscores behind the sign.
_REFERENCE = r"\$(?:(\$)|(\w+)|\{(\w+)\})"


@check("promql/label-replace", Severity.WARNING, of="expression", alike=True)
def promql_label_replace(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """`label_replace` that can never set its label, or not to what it seems.

    It leaves series as they are where the pattern does not match the whole value, and removes the label where the
    replacement comes to nothing: a `$2` without a second group, or `$1_total`, which asks for a group of the name `1_total`.
    Neither is an error for Prometheus: what needs the label, a join or a route, goes wrong without a word.

    Bad::

        expr='label_replace(up, "host", "$1_host", "instance", "(.*):.*") == 0'

    Good::

        expr='label_replace(up, "host", "${1}_host", "instance", "(.*):.*") == 0'
    """
    for call in examined.nodes(Call):
        if is_call(call, "label_replace"):
            texts = [literal(argument) for argument in call.arguments[1:]]
            yield from _empty(examined, call, *texts)
            yield from _unmatched(examined, call, texts, stack)


def _empty(examined: Examined, call: Call, label: str, replacement: str, source: str, pattern: str) -> Iterator[Flaw]:
    read = anchored(pattern)
    if read is None:
        return
    for match in compiled(_REFERENCE).finditer(replacement):
        name = match[2] or match[3]
        if not name or name in read.groupindex or (name.isdecimal() and int(name) <= read.groups):
            continue
        number = re.match(r"\d+", name)
        if match[2] and number and not name.isdecimal() and int(number[0]) <= read.groups:
            why = (
                f"`{match[0]}` asks for a group of the name `{name}`, since letters and underscores belong to the name"
            )
            hint = f"Write `${{{number[0]}}}{name[len(number[0]) :]}`."
        else:
            why = f"`{match[0]}` asks for a group that `{pattern}` does not have"
            hint = f"It has {read.groups}: put brackets around what is meant."
        yield examined.flaw(f"{why}: it stands for nothing in `{label}`", hint, at=call.arguments[2])


def _unmatched(examined: Examined, call: Call, texts: list[str], stack: Stack) -> Iterator[Flaw]:
    """A pattern that no value matches which the label it reads is declared with."""
    label, _, source, pattern = texts
    read = anchored(pattern)
    names = {metric_of(selector) for selector in selectors(bare(call.arguments[0]))}
    values = [stack.series.values_of(name, source) for name in names if name]
    if read is None or len(values) != len(names) or not all(values) or _is_written(examined, call, source):
        return
    known = frozenset[str]().union(*values)
    if not any(read.fullmatch(value) for value in (*known, "")):
        yield examined.flaw(
            f"`{pattern}` matches no value of `{source}`, which is one of {', '.join(sorted(known))}: `{label}` is never set",
            "Patterns are matched in full: write `.*` around a part.",
            at=call.arguments[4],
        )


def _is_written(examined: Examined, call: Call, label: str) -> bool:
    """Whether the label is made within the expression."""
    made = (one for one in examined.nodes(Call) if one is not call and one.name in ("label_replace", "label_join"))
    return any(literal(one.arguments[1]) == label for one in made)
