"""What is wrong with an expression, in words that help: every fault of a reading, in the order of the text."""

from __future__ import annotations

from o11ygen.promql.fault import Fault
from o11ygen.promql.language.lexical import lexical, unbalanced
from o11ygen.promql.language.misplaced import misplaced, misplaced_at
from o11ygen.promql.language.reader import Reading
from o11ygen.promql.lexer import Token, tokens


def faults(text: str, reading: Reading) -> tuple[Fault, ...]:
    """Why the dialect of the reading does not read the expression, or fails at it; empty when it does neither."""
    found = [*reading.faults, *reading.failing, *map(_not_taken, reading.unavailable)]
    if reading.misplaced or reading.lexical >= 0:
        cut = tokens(text)
        broken = _broken(cut, text, reading)
        if broken:
            # Behind a string or bracket that is not closed, everything else is a consequence.
            found = [*(fault for fault in found if fault.start < broken[0].start), *broken]
        else:
            found += _grammatical(cut, text, reading)
    found.sort(key=lambda fault: fault.start)
    return tuple({(fault.message, fault.start): fault for fault in found}.values())


def _broken(cut: list[Token], text: str, reading: Reading) -> list[Fault]:
    """The tokens that are wrong, or else the first bracket that is."""
    if not cut:
        return [Fault("the expression is empty", "Write what to compute, or take the rule out.", 0)]
    wrong = {fault.message: fault for fault in reversed(list(lexical(cut)))}
    if wrong:
        return sorted(wrong.values(), key=lambda fault: fault.start)
    first = _escape(cut, text, reading.lexical) or unbalanced(cut)
    return [] if first is None else [first]


def _grammatical(cut: list[Token], text: str, reading: Reading) -> list[Fault]:
    first = misplaced(cut)
    found = [] if first is None else [first]
    # The first is the one the scan has found, which may stand at the word before it.
    for place in reading.misplaced[1 if found else 0 :]:
        fault = misplaced_at(cut, place.start, operand=place.operand)
        if fault is not None and (first is None or fault.start > first.start):
            found.append(fault)
    start = reading.lexical if reading.lexical >= 0 else reading.misplaced[0].start
    return found or [_unexplained(text, start)]


def _escape(cut: list[Token], text: str, start: int) -> Fault | None:
    """The fault of an escape in a string, where the reading broke off at one."""
    if start < 0 or text[start : start + 1] != "\\":
        return None
    escape = text[start : start + 2]
    string = next((token.start for token in cut if token.start <= start < token.end), start)
    hint = f"Write `\\{escape}`, or put the string in backticks."
    return Fault(f"`{escape}` is no escape sequence of a string", hint, string)


def _unexplained(text: str, start: int) -> Fault:
    shown = text[start:].split()
    what = (
        f"Prometheus does not read `{shown[0][:20]}` in this place" if shown else "Prometheus reads no such expression"
    )
    return Fault(what, "Compare it with https://prometheus.io/docs/prometheus/latest/querying/basics/.", start)


def _not_taken(start: int) -> Fault:
    return Fault(
        "this stands in a form that the declared release does not take",
        "Write the query without it, or declare a newer release.",
        start,
    )
