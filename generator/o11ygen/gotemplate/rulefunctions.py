"""The functions that Prometheus adds to rule templates, computed as Prometheus computes them.

https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#functions
"""

from __future__ import annotations

import ipaddress
import math
import re
import urllib.parse
from collections.abc import Callable, Sequence

from o11ygen.gotemplate import regexp
from o11ygen.gotemplate.builtins import query_escaped
from o11ygen.gotemplate.goprint import quoted, sprintf
from o11ygen.gotemplate.titlecase import ascii_title, title
from o11ygen.gotemplate.values import (
    Byte,
    CannotExpandError,
    Duration,
    ExpansionError,
    Html,
    Sample,
    Time,
    Value,
    go_type,
)
from o11ygen.version import Version

Query = Callable[[str], Sequence[Sample]]

_FLOAT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?i:inf|infinity)|(?i:nan)", re.ASCII)
_HEX_FLOAT = re.compile(r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?\d+")
_SPAN = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?")
_SECONDS = (365 * 86400.0, 7 * 86400.0, 86400.0, 3600.0, 60.0, 1.0, 0.001)
_INT64 = 2**63
_REFERENCE = re.compile(r"\$(?:\$|(\w+)|\{(\w+)\})", re.ASCII)


def number(value: Value) -> float:
    """A number, or a text that is one, as the humanize functions take it."""
    if isinstance(value, bool | Byte):
        raise ExpansionError(f"can't convert {go_type(value)} to float")
    if isinstance(value, Duration):
        return int(value) / 1e9
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str) or isinstance(value, Html):
        raise ExpansionError(f"can't convert {go_type(value)} to float")
    if _FLOAT.fullmatch(value):
        parsed = float(value)
    elif _HEX_FLOAT.fullmatch(value):
        parsed = float.fromhex(value)
    else:
        raise ExpansionError(f"strconv.ParseFloat: parsing {quoted(value)}: invalid syntax")
    if math.isinf(parsed) and "i" not in value.lower():
        raise ExpansionError(f"strconv.ParseFloat: parsing {quoted(value)}: value out of range")
    return parsed


def _short(value: float) -> str:
    return sprintf("%.4g", [value])


def _scaled(value: float, *, prefixes: Sequence[str], step: float) -> str:
    prefix = ""
    for candidate in prefixes:
        if abs(value) < step:
            break
        prefix, value = candidate, value / step
    return _short(value) + prefix


def _scaled_up(value: float) -> str:
    prefix = ""
    for candidate in ("m", "u", "n", "p", "f", "a", "z", "y"):
        if abs(value) >= 1:
            break
        prefix, value = candidate, value * 1000
    return _short(value) + prefix


def humanize(value: Value) -> str:
    """`1234567` as `1.235M`, `0.001` as `1m`."""
    amount = number(value)
    if amount == 0 or math.isnan(amount) or math.isinf(amount):
        return _short(amount)
    if abs(amount) >= 1:
        return _scaled(amount, prefixes=("k", "M", "G", "T", "P", "E", "Z", "Y"), step=1000)
    return _scaled_up(amount)


def humanize1024(value: Value) -> str:
    """`1048576` as `1Mi`."""
    amount = number(value)
    if abs(amount) <= 1 or math.isnan(amount) or math.isinf(amount):
        return _short(amount)
    return _scaled(amount, prefixes=("ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"), step=1024)


def humanize_duration(value: Value) -> str:
    """Seconds as `1d 2h 3m 4s`, and parts of one as `5.5ms`."""
    amount = number(value)
    if math.isnan(amount) or math.isinf(amount):
        return _short(amount)
    if amount == 0:
        return f"{_short(amount)}s"
    if abs(amount) < 1:
        return f"{_scaled_up(amount)}s"
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    whole = int(amount)
    if whole >= _INT64:
        raise CannotExpandError("a duration beyond 64 bits")
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{sign}{days}d {hours}h {minutes}m {seconds}s"
    if hours:
        return f"{sign}{hours}h {minutes}m {seconds}s"
    return f"{sign}{minutes}m {seconds}s" if minutes else f"{sign}{_short(amount)}s"


def humanize_percentage(value: Value) -> str:
    """`0.1234` as `12.34%`."""
    return f"{_short(number(value) * 100)}%"


def _time(amount: float) -> Time:
    if math.isnan(amount) or math.isinf(amount):
        raise ExpansionError("value is NaN or Inf")
    nanoseconds = amount * 1e9
    if nanoseconds > _INT64 or nanoseconds < -_INT64:
        text = sprintf("%v", [amount])
        raise ExpansionError(f"{text} cannot be represented as a nanoseconds timestamp since it overflows int64")
    milliseconds = abs(int(nanoseconds)) // 1_000_000
    return Time(-milliseconds if nanoseconds < 0 else milliseconds)


def humanize_timestamp(value: Value) -> str:
    """Seconds since 1970 as a date and time in UTC."""
    amount = number(value)
    return _short(amount) if math.isnan(amount) or math.isinf(amount) else str(_time(amount))


def _match(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return regexp.compile_pattern(pattern)
    except regexp.UntranslatableError as error:
        raise CannotExpandError(str(error)) from None
    except regexp.PatternError as error:
        raise ExpansionError(f"error parsing regexp: {error}") from None


def replace_all(pattern: str, replacement: str, text: str) -> str:
    """`reReplaceAll`: `$1`, `${1}` and `${name}` stand for groups, as many word characters as follow `$`."""
    out, end = "", 0
    for match in _compiled(pattern).finditer(text):
        # Go makes no empty match directly behind another match; Python does.
        if match.end() > end or match.start() == 0:
            out += text[end : match.start()] + _expanded(match, replacement)
            end = match.end()
    return out + text[end:]


def _expanded(match: re.Match[str], replacement: str) -> str:
    return _REFERENCE.sub(lambda reference: _group(match, reference), replacement)


def _group(match: re.Match[str], reference: re.Match[str]) -> str:
    name = reference[1] or reference[2]
    if name is None:
        return "$"
    if name.isdigit():
        return (match[int(name)] or "") if int(name) <= (match.re.groups or 0) else ""
    return match.groupdict().get(name) or ""


def _first(samples: list[Sample] | None) -> Sample:
    if not samples:
        raise ExpansionError("first() called on vector with no elements")
    return samples[0]


def _label(name: str, sample: Sample | None) -> str:
    return _some(sample).labels.get(name, "")


def _some(sample: Sample | None) -> Sample:
    if sample is None:
        raise ExpansionError("runtime error: invalid memory address or nil pointer dereference")
    return sample


def _sort(name: str, samples: list[Sample] | None) -> list[Sample]:
    return sorted(samples or [], key=lambda sample: sample.labels.get(name, "").encode("utf-8", "surrogateescape"))


def _split(address: str) -> tuple[str, str] | None:
    """Host and port of `host:port` or `[host]:port`; None for anything else."""
    if address.startswith("["):
        host, bracket, rest = address[1:].partition("]")
        ok = bracket and rest.startswith(":") and not set(rest[1:] + host) & set("[]") and ":" not in rest[1:]
        return (host, rest[1:]) if ok else None
    host, colon, port = address.rpartition(":")
    return (host, port) if colon and not set(address) & set("[]") and ":" not in host else None


def strip_port(address: str) -> str:
    """`host:9100` as `host`."""
    parts = _split(address)
    return address if parts is None else parts[0]


def strip_domain(address: str) -> str:
    """`host.example.com:9100` as `host:9100`; an IP address stays whole."""
    host, port = _split(address) or (address, "")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        short = host.split(".")[0]
        return short if not port else f"[{short}]:{port}" if ":" in short else f"{short}:{port}"
    return address


def parse_duration(text: str, *, negative: bool = True) -> float:
    """`1h30m` in seconds."""
    digits = text.removeprefix("-") if negative else text
    if digits == "0":
        return 0.0
    match = _SPAN.fullmatch(digits)
    if not digits or match is None:
        reason = f"not a valid duration string: {quoted(text)}" if text else "empty duration string"
        raise ExpansionError(reason)
    seconds = math.fsum(int(count) * size for count, size in zip(match.groups(), _SECONDS, strict=True) if count)
    if seconds * 1e9 >= _INT64:
        raise ExpansionError("duration out of range")
    return -seconds if digits != text else seconds


def _to_duration(value: Value) -> Duration:
    nanoseconds = number(value) * 1e9
    if not abs(nanoseconds) < _INT64:
        raise CannotExpandError("a duration beyond 64 bits")
    return Duration(int(nanoseconds))


def _ask(query: Query | None, text: str) -> list[Sample]:
    if query is None:
        raise CannotExpandError(f"the template asks `{text}`, and nothing answers queries here")
    # Samples are compared by identity, and each query gives new ones.
    return [Sample(sample.labels, sample.value) for sample in query(text)]


def rule_functions(
    *, query: Query | None, external_url: str, timestamp: float, version: Version | None
) -> dict[str, Callable[..., Value]]:
    """Every function by name, for one expansion."""
    modern = version is None or version[:2] >= (3, 2)
    return {
        "query": lambda text: _ask(query, text),
        "first": _first,
        "label": _label,
        "value": lambda sample: _some(sample).value,
        "strvalue": lambda sample: _label("__value__", sample),
        "sortByLabel": _sort,
        "args": lambda *values: {f"arg{index}": value for index, value in enumerate(values)},
        "reReplaceAll": replace_all,
        "match": _match,
        "safeHtml": Html,
        "title": title if modern else ascii_title,
        "toUpper": str.upper,
        "toLower": str.lower,
        "graphLink": lambda expression: f"/graph?g0.expr={query_escaped(expression)}&g0.tab=0",
        "tableLink": lambda expression: f"/graph?g0.expr={query_escaped(expression)}&g0.tab=1",
        "humanize": humanize,
        "humanize1024": humanize1024,
        "humanizeDuration": humanize_duration,
        "humanizePercentage": humanize_percentage,
        "humanizeTimestamp": humanize_timestamp,
        "pathPrefix": lambda: urllib.parse.unquote(urllib.parse.urlsplit(external_url).path),
        "externalURL": lambda: external_url,
        "parseDuration": lambda text: parse_duration(text, negative=version is None or version[:2] >= (3, 6)),
        "stripPort": strip_port,
        "stripDomain": strip_domain,
        "toTime": lambda value: _time(number(value)),
        "toDuration": _to_duration,
        "now": lambda: timestamp,
        "urlQueryEscape": query_escaped,
    }
