"""Findings as lines for people: `file:line: severity[id] message`, below it what stands there, the remedy, related places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from o11ygen.finding import Finding, Location, Severity
from o11ygen.report import Lines, Options, no_lines, tally
from o11ygen.report.snippet import laid_out, snippet
from o11ygen.yamltext import visible

_Line: TypeAlias = list[tuple[str, str]]  # pieces of text, each with its style in rich's words
_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_INDENT = "    "


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """The findings, and a line that counts them."""
    lines = [line for finding in findings for line in _finding(finding, options.lines)]
    if findings:
        lines.append([])
    lines.append([(_summary(findings), "bold")])
    return _coloured(lines) if options.terminal else _plain(lines)


def describe(finding: Finding) -> str:
    """The lines of one finding, with the part of an expression but no lines of files; no colours, no last line break."""
    return _plain(list(_finding(finding))).removesuffix("\n")


def _finding(finding: Finding, lines: Lines = no_lines) -> Iterator[_Line]:
    first, *rest = finding.message.splitlines() or [""]
    place = _place(finding.location)
    head: _Line = [(f"{place}: ", "bold")] if place else []
    head += [(f"{finding.severity.value}[{finding.id}]", _COLOURS[finding.severity]), (f" {visible(first)}", "")]
    below: list[_Line] = [[(_INDENT + visible(line), "")] for line in rest]
    if finding.environments:
        (below or [head])[-1].append((f" [{visible(', '.join(finding.environments))}]", "dim"))
    yield head
    yield from below
    for gutter, text, underline in laid_out(snippet(finding, lines)):
        yield [(f"{_INDENT}{gutter} | ", "dim"), (text, "")] if text else [(f"{_INDENT}{gutter} |", "dim")]
        if underline:
            before = " " * (len(underline) - len(underline.lstrip()))
            bar = (f"{_INDENT}{' ' * len(gutter)} | {before}", "dim")
            yield [bar, (underline.lstrip(), _COLOURS[finding.severity])]
    for number, line in enumerate(finding.hint.splitlines()):
        label = "hint: " if number == 0 else " " * len("hint: ")
        yield [(_INDENT, ""), (label, "green"), (visible(line), "")]
    for related in finding.related:
        yield [(f"{_INDENT}{_place(related.location)}: {visible(related.message)}", "dim")]


def _place(location: Location) -> str:
    """The place as editors and terminals make it a link; the path in the document where the line is not known."""
    place = str(location)
    if location.path and not location.line:
        place = f"{place}: {location.path}" if place else location.path
    return visible(place)


def _summary(findings: Sequence[Finding]) -> str:
    counts = [f"{count} {name if count != 1 else name[:-1]}" for name, count in tally(findings).items() if count]
    if not counts:
        return "no findings"
    files = len({finding.location.file for finding in findings if finding.location.file})
    where = f" in {files} {'file' if files == 1 else 'files'}" if files else ""
    return ", ".join(counts) + where


def _plain(lines: list[_Line]) -> str:
    return "".join("".join(text for text, _ in line) + "\n" for line in lines)


def _coloured(lines: list[_Line]) -> str:
    """The same lines with the sixteen colours of the terminal's own theme; long lines are left for it to wrap."""
    from io import StringIO

    from rich.console import Console  # costs a start-up that prints to a pipe nothing
    from rich.text import Text

    console = Console(file=StringIO(), force_terminal=True, color_system="standard", no_color=False, soft_wrap=True)
    with console.capture() as capture:
        for line in lines:
            console.print(Text.assemble(*line), highlight=False)
    return capture.get()
