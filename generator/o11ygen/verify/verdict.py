"""What promtool, amtool and jaeger print about a file they refuse, read into single faults with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from o11ygen.record import record


@record
class Fault:
    """One thing a program refuses: the file as the program names it, line and column (0: not told), and its words."""

    file: str
    text: str
    line: int = 0
    column: int = 0


# promtool 3.5 ends its warning about an unknown feature without a newline.
_PROMTOOL_FILE = re.compile(r"^(?:  WARNING: Unknown feature.*?)?Checking (?P<file>.+)$")
_AMTOOL_FILE = re.compile(r"^Checking '(?P<file>[^']+)' ")
_FAILED = re.compile(r"^(?P<file>\S.*)? *FAILED:(?: (?P<text>.*))?$")
_POSITION = re.compile(r"^(?P<line>\d+):(?P<column>\d+): ")
_YAML_LINE = re.compile(r"^(?:yaml: )?line (?P<line>\d+): ")
_TEMPLATE = re.compile(r"^template: (?P<file>[^\s:]+):(?P<line>\d+)(?::(?P<column>\d+))?: ")
_JAEGER_LOG = re.compile(r"^\d{4}/\d{2}/\d{2} ")


def promtool_faults(text: str) -> tuple[Fault, ...]:
    """Faults from `promtool check ...`, each once; text without the word FAILED is one fault of no file."""
    return _unique(_split(_failures(text, heading=_PROMTOOL_FILE)), otherwise=text)


def amtool_faults(text: str) -> tuple[Fault, ...]:
    """Faults from `amtool check-config`; a fault in a notification template names the template's file."""
    said = text.split("amtool: error:")[0]
    return _unique(_split(_failures(said, heading=_AMTOOL_FILE)), otherwise=text)


def jaeger_faults(text: str) -> tuple[Fault, ...]:
    """Faults from `jaeger validate`, one for each part of the config that it names."""
    lines = iter(text.splitlines())
    said: list[str] = []
    for line in lines:
        if line.startswith("Error: "):
            said = [line.removeprefix("Error: ")]
            said += _until_log(lines)
    parts = re.split(r"\n(?='[a-z]+' error reading configuration)", "\n".join(line for line in said if line.strip()))
    # With several parts, the first piece only announces them.
    named = parts[1:] or parts
    return _unique((Fault("", _one_line(part)) for part in named), otherwise=text)


def _until_log(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if _JAEGER_LOG.match(line) or line.startswith("Usage:"):
            return
        yield line


def _failures(text: str, *, heading: re.Pattern[str]) -> Iterator[Fault]:
    """The text after each FAILED, cut where the program names the file again: one for each thing it refuses."""
    file, said, failed = "", [""], False
    for line in text.splitlines():
        named = heading.match(line)
        if named:
            yield from _said(file, said)
            file, said, failed = named["file"], [""], False
        refused = _FAILED.match(line)
        if refused:
            yield from _said(file, said)
            own = (refused["file"] or "").strip()
            file = file if named or not own else own
            said, failed = [refused["text"] or ""], True
        elif failed and file and line.startswith(f"{file}: "):
            yield from _said(file, said)
            said = [line.removeprefix(f"{file}: ")]
        elif failed and not named:
            said.append(line)
    yield from _said(file, said)


def _said(file: str, lines: list[str]) -> Iterator[Fault]:
    text = "\n".join(line for line in lines if line.strip())
    if text:
        yield Fault(file, text.removeprefix(f"parsing YAML file {file}: "))


def _split(faults: Iterable[Fault]) -> Iterator[Fault]:
    for fault in faults:
        announced, _, listed = fault.text.partition("yaml: unmarshal errors:\n")
        if listed and not announced:
            yield from (_placed(replace(fault, text=line.strip())) for line in listed.splitlines())
        else:
            yield _placed(fault)


def _placed(fault: Fault) -> Fault:
    for pattern in (_POSITION, _YAML_LINE, _TEMPLATE):
        match = pattern.match(fault.text)
        if match:
            place = match.groupdict()
            return Fault(
                file=place.get("file") or fault.file,
                text=_one_line(fault.text[match.end() :]),
                line=int(place["line"]),
                column=int(place.get("column") or 0),
            )
    return replace(fault, text=_one_line(fault.text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _unique(faults: Iterable[Fault], *, otherwise: str) -> tuple[Fault, ...]:
    """Faults in the order they came, each once: promtool repeats some of its messages word by word."""
    return tuple(dict.fromkeys(faults)) or (Fault("", _one_line(otherwise) or "it gives no reason"),)
