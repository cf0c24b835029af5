"""Parameters in texts: `$threshold` in PromQL, `${threshold:percent}` in prose.

Only declared names are replaced. Whatever else looks like a parameter is an error where Prometheus would not know it
either, so that a misspelt name never reaches a rule file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from o11ygen.duration import parse_duration, readable_duration
from o11ygen.finding import nearest

Value: TypeAlias = int | float | str

# A name is read to its end: with `win` and `window` declared, `$window` is the second, and `$windows` neither.
_REFERENCE = re.compile(r"\$\$|\$\{(?P<braced>[A-Za-z_]\w*)(?::(?P<format>\w*))?\}|\$(?P<bare>[A-Za-z_]\w*)")
_PROMQL = re.compile(r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?P<comment>\#[^\n]*)""", re.DOTALL)
# One that is never closed goes to the end: what it means is said once, by the check of templates.
_IN_PROSE = re.compile(rf"(?P<action>\{{\{{.*?(?:\}}\}}|\Z))|{_REFERENCE.pattern}", re.DOTALL)
# What Prometheus itself defines inside `{{ }}`.
RESERVED = ("labels", "value", "externalLabels", "externalURL")
# What every rule has without declaring it: how long its condition holds, and the matcher of its service's jobs.
FOR, SELECTOR = "for", "selector"
FORMATS = ("percent", "duration", "number")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that looks like a parameter and is none."""

    message: str
    hint: str


class Replaced(NamedTuple):
    """A text with its parameters replaced, and what could not be."""

    text: str
    problems: tuple[Problem, ...] = ()


def in_promql(text: str, parameters: Mapping[str, Value], *, variables: Collection[str] | None = None) -> Replaced:
    """Replace parameters in a PromQL expression, also inside its strings.

    An unknown name inside a string stays as it is (`$` ends a regular expression there). `variables` are names that
    stay in any place, as Grafana's do in a dashboard, together with all that begin with two underscores.
    """
    if "$" not in text:
        return Replaced(text)
    problems: list[Problem] = []

    def replace(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        name = match["braced"] or match["bare"]
        if name in parameters:
            return _formatted(match, parameters[name], problems)
        quoted = any(part.start() <= match.start() < part.end() for part in _PROMQL.finditer(text))
        known = variables is not None and (name in variables or name.startswith("__"))
        if not quoted and not known:
            problems.append(_unknown(name, [*parameters, *(variables or ())]))
            # What may stand there, so that one misspelt name is not two findings.
            return "5m" if text[: match.start()].rstrip().endswith("[") else "1"
        return match[0]

    return Replaced(_REFERENCE.sub(replace, text), tuple(problems))


def in_prose(text: str, parameters: Mapping[str, Value]) -> Replaced:
    """Replace parameters in an annotation or label; inside `{{ }}` a declared one becomes a literal of Go's templates.

    `$for` is not declared, so `{{ $for }}` stays what it is to Prometheus: an error.
    """
    if "$" not in text:
        return Replaced(text)
    problems: list[Problem] = []

    def outside(match: re.Match[str]) -> str:
        action = match["action"]
        if action is not None:
            return _REFERENCE.sub(inside, action) if "$" in action else action
        if match[0] == "$$":
            return "$"
        name = match["braced"] or match["bare"]
        if name in parameters:
            return _formatted(match, parameters[name], problems)
        problems.append(_unknown(name, parameters))
        return match[0]

    def inside(match: re.Match[str]) -> str:
        name = match["braced"] or match["bare"]
        if name is None or name in (*RESERVED, FOR) or name not in parameters:
            return match[0]
        value = parameters[name]
        return _quoted(value) if isinstance(value, str) else _number(value)

    return Replaced(_IN_PROSE.sub(outside, text), tuple(problems))


def mentioned(text: str) -> frozenset[str]:
    """Every name that stands in a text as a parameter would, wherever it stands."""
    if "$" not in text:
        return frozenset()
    return frozenset(name for match in _REFERENCE.finditer(text) if (name := match["braced"] or match["bare"]))


def _unknown(name: str, known: Collection[str]) -> Problem:
    if name in RESERVED:
        return Problem(
            f"`${name}` stands outside of `{{{{ }}}}`, where Prometheus does not replace it",
            f"Write `{{{{ ${name} }}}}`.",
        )
    hint = nearest(name, known) or (
        f"Declared here: {', '.join(sorted(known))}." if known else "None is declared here."
    )
    return Problem(f"`${name}` is no parameter of this rule", f"{hint} A literal dollar sign is `$$`.")


def _formatted(match: re.Match[str], value: Value, problems: list[Problem]) -> str:
    wanted = match["format"]
    if wanted is None:
        return value if isinstance(value, str) else _number(value)
    if wanted not in FORMATS:
        hint = nearest(wanted, FORMATS) or f"Known formats: {', '.join(FORMATS)}."
        problems.append(Problem(f"`{match[0]}` asks for an unknown format", hint))
        return match[0]
    try:
        return _written(wanted, value)
    except (ValueError, ArithmeticError):
        problems.append(Problem(f"`{match[0]}` formats a value that is no {wanted}", f"It is {value!r} here."))
        return match[0]


# Typed: `1` and `1.0` are equal, and are written differently. A project has few values, in thousands of texts.
@lru_cache(maxsize=4096, typed=True)
def _written(wanted: str, value: Value) -> str:
    return _WRITERS[wanted](value)


def _number(value: int | float) -> str:
    return repr(value)


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
