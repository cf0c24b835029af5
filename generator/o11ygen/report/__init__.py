"""Findings for people and for programs.

A format is a module of this folder with `render(findings, *, options) -> str`; its name is the format's name.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Literal, TextIO, TypeAlias, get_args

from o11ygen.finding import Finding, Severity
from o11ygen.record import record

Format: TypeAlias = Literal["text", "json", "sarif", "github", "junit"]
FORMATS: tuple[Format, ...] = get_args(Format)
# The lines of a file, by its path as findings name it; none where they are not known or not to be shown.
Lines: TypeAlias = Callable[[str], Sequence[str]]


def no_lines(file: str) -> Sequence[str]:
    """Of files that are not to be shown."""
    return ()


@record
class Judgement:
    """That a program judged some files, or did not: `skipped` says why not, and is empty where it did.

    `program` is its name with the version that ran, `question` what it was asked, and `note` what it did not look at.
    """

    environment: str
    program: str
    question: str
    files: tuple[str, ...]
    outcome: str
    skipped: str = ""
    note: str = ""

    def to_dict(self) -> dict[str, object]:
        """The one JSON shape of a judgement."""
        return {
            "environment": self.environment,
            "program": self.program,
            "question": self.question,
            "files": list(self.files),
            "outcome": self.outcome,
            "skipped": self.skipped,
            "note": self.note,
        }


@record
class Page:
    """What is said of a check beside its findings: a line, the whole text in Markdown, and its severity by default."""

    summary: str
    markdown: str = ""
    severity: Severity | None = None


@record
class Options:
    """What some formats need to know beside the findings.

    `terminal`: colours for a person (text). `fail_on`: the mildest severity that fails the run, if any does (junit).
    `pages`: what is said of checks, by their ids (sarif), and `site` the address of the documentation. `judgements`: which
    programs judged what (json, junit). `lines`: those of the files that findings are about (text, sarif, github).
    """

    terminal: bool = False
    fail_on: Severity | None = Severity.ERROR
    pages: Mapping[str, Page] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    lines: Lines = no_lines
    site: str = ""


def render_findings(
    findings: Iterable[Finding],
    *,
    format: Format = "text",
    terminal: bool = False,
    fail_on: Severity | None = Severity.ERROR,
    pages: Mapping[str, Page] | None = None,
    judgements: Iterable[Judgement] = (),
    lines: Lines = no_lines,
    site: str = "",
) -> str:
    """The findings, in the order given, as lines that each end in `\\n`; the parameters are those of `Options`."""
    module = importlib.import_module(f"{__name__}.{format}")
    text: str = module.render(
        tuple(findings), options=Options(terminal, fail_on, pages or {}, tuple(judgements), lines, site)
    )
    return text


def is_terminal(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Whether a person watches `stream` and wants colours: a terminal that has them, and no `NO_COLOR`; None is closed."""
    return stream is not None and stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def tally(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity: `{"errors": 2, "warnings": 0, "infos": 1}`."""
    counted = Counter(finding.severity for finding in findings)
    return {f"{severity.value}s": counted[severity] for severity in Severity}


def visible(text: str) -> str:
    """The text with everything invisible escaped."""
    if text.isascii() and text.isprintable():
        return text
    # Few texts need it, and its patterns take time to compile.
    from o11ygen import yamltext

    return yamltext.visible(text)
