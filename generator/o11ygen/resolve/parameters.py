"""Parameters in texts: `$threshold` in PromQL, `${threshold:percent}` in prose.

Only declared names are replaced. Whatever else looks like a parameter is an error where Prometheus would not know it
either, so that a misspelt name never reaches a rule file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from o11ygen.duration import parse_duration, readable_duration
from o11ygen.finding import nearest
from o11ygen.record import record

Value: TypeAlias = int | float | str

# A name is read to its end: with `win` and `window` declared, `$window` is the second, and `$windows` neither.
_AT_REFERENCES = re.compile(r"(\$\$|\$\{[A-Za-z_]\w*(?::\w*)?\}|\$[A-Za-z_]\w*)")
_PROMQL = re.compile(r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?P<comment>\#[^\n]*)""", re.DOTALL)
# One that is never closed goes to the end: what it means is said once, by the check of templates.
_AT_ACTIONS = re.compile(r"(\{\{.*?(?:\}\}|\Z))", re.DOTALL)
# What Prometheus itself defines inside `{{ }}`.
RESERVED = ("labels", "value", "externalLabels", "externalURL")
# What every rule has without declaring it: how long its condition holds, and the matcher of its service's jobs.
FOR, SELECTOR = "for", "selector"
# What stays as it is inside of an action.
_OF_PROMETHEUS = frozenset((*RESERVED, FOR, ""))
_FIELD = re.compile(r"(?:\.[A-Za-z_]\w*)+")
# What may stand where a parameter is not known, by the character before it.
_STAND_INS = {"[": "5m", "{": 'job=~".+"'}
FORMATS = ("percent", "duration", "number")


@record
class Problem:
    """Something that looks like a parameter and is none."""

    message: str
    hint: str


# A text with its parameters replaced, and what could not be.
Replaced: TypeAlias = tuple[str, tuple[Problem, ...]]


def in_promql(text: str, parameters: Mapping[str, Value], *, variables: Collection[str] | None = None) -> Replaced:
    """Replace parameters in a PromQL expression, also inside its strings.

    An unknown name inside a string stays as it is (`$` ends a regular expression there). `variables` are names that
    stay in any place, as Grafana's do in a dashboard, together with all that begin with two underscores.
    """
    if "$" not in text:
        return text, ()
    problems: list[Problem] = []
    pieces = _AT_REFERENCES.split(text)
    for number in range(1, len(pieces), 2):
        name, wanted = _read(pieces[number])
        if not name:
            pieces[number] = "$"
        elif name in parameters:
            pieces[number] = _formatted(pieces[number], wanted, parameters[name], problems)
        elif variables is None or not (name in variables or name.startswith("__")):
            before = "".join(_AT_REFERENCES.split(text)[:number])
            if not _is_quoted(text, len(before)):
                own = name in RESERVED and variables is None
                problems.append(_of_texts(name) if own else _unknown(name, [*parameters, *(variables or ())]))
                # What may stand there, so that one misspelt name is not two findings.
                pieces[number] = _STAND_INS.get(before.rstrip()[-1:], "1")
    return "".join(pieces), tuple(problems)


# A project has few references, in tens of thousands of texts.
@lru_cache(maxsize=4096)
def _read(reference: str) -> tuple[str, str | None]:
    """The name of a parameter, none for `$$`, and the format that is asked for."""
    name, _, wanted = reference.strip("${}").partition(":")
    return name, wanted if ":" in reference else None


def _is_quoted(text: str, place: int) -> bool:
    return any(part.start() <= place < part.end() for part in _PROMQL.finditer(text))


def in_prose(text: str, parameters: Mapping[str, Value]) -> Replaced:
    """Replace parameters in an annotation or label; inside `{{ }}` a declared one becomes a literal of Go's templates.

    `$for` is not declared, so `{{ $for }}` stays what it is to Prometheus: an error.
    """
    # These two are Prometheus's own. Where every dollar sign is one of theirs, as in most texts, there is no parameter.
    if text.count("$") == text.count("{{ $labels.") + text.count("{{ $value "):
        return text, ()
    problems: list[Problem] = []
    split, references = _prose(text)
    pieces = [*split]
    for number, inside in references:
        name, wanted = _read(pieces[number])
        if not name:
            pieces[number] = "$"
        elif name not in parameters:
            if not inside:
                around = pieces[number - 1], pieces[number + 1]
                problems.append(_outside(name, *around) if name in RESERVED else _unknown(name, parameters))
        elif inside:
            given = parameters[name]
            pieces[number] = _quoted(given) if isinstance(given, str) else repr(given)
        else:
            pieces[number] = _formatted(pieces[number], wanted, parameters[name], problems)
    return "".join(pieces), tuple(problems)


class _Prose(NamedTuple):
    """A text in pieces, and which of them may be parameters: the number of each, and whether it is inside of `{{ }}`."""

    pieces: tuple[str, ...]
    references: tuple[tuple[int, bool], ...]


# Levels and environments share most of their texts, and a description is often that of a thousand services.
@lru_cache(maxsize=1 << 14)
def _prose(text: str) -> _Prose:
    pieces: list[str] = []
    references: list[tuple[int, bool]] = []
    for number, part in enumerate(_AT_ACTIONS.split(text)):
        inside = number % 2 == 1
        behind = len(pieces)
        pieces += _AT_REFERENCES.split(part)
        references += (
            (place, inside)
            for place in range(behind + 1, len(pieces), 2)
            if not (inside and _read(pieces[place])[0] in _OF_PROMETHEUS)
        )
    return _Prose(tuple(pieces), tuple(references))


def mentioned(text: str) -> frozenset[str]:
    """Every name that stands in a text as a parameter would, wherever it stands."""
    if "$" not in text:
        return frozenset()
    return frozenset([name for reference in _AT_REFERENCES.findall(text) if (name := _read(reference)[0])])


def _outside(name: str, before: str, behind: str) -> Problem:
    """One of Prometheus' own names in prose; in single braces it most often comes from an f-string."""
    field = _FIELD.match(behind)
    whole = f"${name}{field[0] if field else ''}"
    doubled = f"; in an f-string, `{{{{{{{{ {whole} }}}}}}}}`" if before.rstrip().endswith("{") else ""
    return Problem(
        f"`{whole}` stands outside of `{{{{ }}}}`, where Prometheus does not replace it",
        f"Write `{{{{ {whole} }}}}`{doubled}.",
    )


def _of_texts(name: str) -> Problem:
    """One of Prometheus' own names in an expression."""
    return Problem(
        f"`${name}` is known to annotations and labels alone, and not to an expression",
        "Compare with a number, or with a parameter such as `$threshold`.",
    )


def _unknown(name: str, known: Collection[str]) -> Problem:
    hint = nearest(name, known) or (
        f"Declared here: {', '.join(sorted(known))}." if known else "None is declared here."
    )
    return Problem(f"`${name}` is no parameter of this rule", f"{hint} A literal dollar sign is `$$`.")


def _formatted(whole: str, wanted: str | None, value: Value, problems: list[Problem]) -> str:
    if wanted is None:
        return value if isinstance(value, str) else repr(value)
    if wanted not in FORMATS:
        hint = nearest(wanted, FORMATS) or f"Known formats: {', '.join(FORMATS)}."
        problems.append(Problem(f"`{whole}` asks for an unknown format", hint))
        return whole
    try:
        return _written(wanted, value)
    except (ValueError, ArithmeticError):
        problems.append(Problem(f"`{whole}` formats a value that is no {wanted}", f"It is {value!r} here."))
        return whole


# Typed: `1` and `1.0` are equal, and are written differently. A project has few values, in thousands of texts.
@lru_cache(maxsize=4096, typed=True)
def _written(wanted: str, value: Value) -> str:
    return _WRITERS[wanted](value)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _percent(value: Value) -> str:
    # Decimal keeps 0.29 * 100 from becoming 28.999999999999996.
    return f"{(Decimal(str(value)) * 100).normalize():f}%"


def _words(value: Value) -> str:
    milliseconds = Decimal(parse_duration(value)) if isinstance(value, str) else Decimal(str(value)) * 1000
    if milliseconds < 1000:
        return _counted(milliseconds, "millisecond") if milliseconds else "0 seconds"
    parts = []
    for unit, size in (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000)):
        count, milliseconds = divmod(milliseconds, size)
        if count:
            parts.append(_counted(count, unit))
    if milliseconds:
        parts.append(_counted(milliseconds / 1000, "second"))
    return " ".join(parts)


def _counted(count: Decimal, unit: str) -> str:
    return f"{count.normalize():f} {unit}{'' if count == 1 else 's'}"


def _grouped(value: Value) -> str:
    number = Decimal(str(value))
    return f"{number.to_integral_value() if number == number.to_integral_value() else number.normalize():,f}"


_WRITERS: dict[str, Callable[[Value], str]] = {"percent": _percent, "duration": _words, "number": _grouped}


def canonical(duration: str) -> str:
    """A duration as Prometheus prints it: 60s is 1m."""
    return readable_duration(parse_duration(duration))
