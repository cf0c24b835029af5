"""From what a judge found in a document to a finding, at its place in the file."""

from __future__ import annotations

from o11ygen.finding import Finding, Location, Severity
from o11ygen.targets.path import format_path
from o11ygen.validate.flaw import Flaw, Path
from o11ygen.validate.kinds import KINDS
from o11ygen.validate.position import place_in_scalar
from o11ygen.validate.reading import Content, Read
from o11ygen.yamlread import Fault, Place


def unreadable(file: str, why: str) -> Finding:
    """That a file can't be read."""
    return Finding("yaml/file", Severity.ERROR, f"`{file}` {why}", "Name a file that can be read.", Location(file))


def unknown_kind(file: str) -> Finding:
    """That nobody can tell what a file is."""
    return Finding(
        "yaml/kind",
        Severity.ERROR,
        "nothing in this file tells what kind of configuration it is",
        f"Say it with `--kind`: one of {', '.join(KINDS)}.",
        Location(file),
    )


def of_fault(fault: Fault, file: str) -> Finding:
    """What is wrong with the YAML or JSON itself."""
    refused = fault.kind != "advice"
    return Finding(
        "yaml/syntax" if refused else "yaml/advice",
        Severity.ERROR if refused else Severity.WARNING,
        fault.message,
        fault.hint if not fault.hint or fault.hint[-1] in ".?!" else fault.hint + ".",
        Location(file, fault.place.line, fault.place.column, format_path(fault.path)),
    )


def of_flaw(flaw: Flaw, file: str, document: Read, content: Content) -> Finding:
    """What a judge found, at the character of a text if it says which."""
    place: Place = document.place(flaw.path, key=flaw.on_key)
    if flaw.offset >= 0:
        text = value_at(document.value, flaw.path)
        if isinstance(text, str):
            place = place_in_scalar(content.lines, place, text, flaw.offset)
    location = Location(file, place.line, place.column, format_path(flaw.path))
    hint = flaw.hint if not flaw.hint or flaw.hint[-1] in ".?!" else flaw.hint + "."
    return Finding(flaw.id, flaw.severity, flaw.message, hint, location)


def value_at(value: object, path: Path) -> object:
    """What stands at a path of a document; None where there is nothing."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
