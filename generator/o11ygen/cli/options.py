"""Options and endings that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from o11ygen.check import Check
    from o11ygen.finding import Finding
    from o11ygen.lintconfig import LintConfig
    from o11ygen.pipeline import Progress
    from o11ygen.report import Judgement
    from o11ygen.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])

CLEAN, FOUND, UNUSABLE = 0, 1, 2
LEVELS = ("error", "warning", "info")


def environments(command: F) -> F:
    """`--env`, several times for several."""
    return click.option(
        "-e", "--env", "names", multiple=True, metavar="NAME", help="Only this environment (repeatable)."
    )(command)


def project_folder(command: F) -> F:
    """`--project`, for a run from another folder."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        help="Folder of the project; else this one or the nearest above.",
    )(command)


class Folder(click.Path):
    """The path of a folder; an empty one, as an unset variable of a shell leaves, is none."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, unless it is empty."""
        if value == "":
            self.fail("an empty text names no folder; a variable of the shell may be unset.", param, ctx)
        return super().convert(value, param, ctx)


def output_format(command: F) -> F:
    """`--format` of findings."""
    formats = click.Choice(("text", "json", "sarif", "github", "junit"))
    return click.option("--format", "format_", type=formats, default="text", show_default=True, help="How to print.")(
        command
    )


def fail_on(command: F) -> F:
    """`--fail-on`: the least severity that makes the exit code 1."""
    return click.option(
        "--fail-on", type=click.Choice(LEVELS), default="error", show_default=True, help="Least severity that fails."
    )(command)


def settings(folder: Path, *, otherwise: str = "") -> Settings:
    """The project's settings; without a project the command ends here, with what to do, or `otherwise` to do."""
    from o11ygen.settings import NoProjectError, find_project

    try:
        return find_project(folder)
    except NoProjectError as error:
        refuse(f"{error} {otherwise}".rstrip())


def lint_settings(folder: Path) -> tuple[LintConfig, Path]:
    """What pyproject.toml says of linting, and the folder it lies in; where there is no project, nothing and `folder`."""
    from o11ygen.lintconfig import LintConfig
    from o11ygen.settings import NoProjectError, SettingsError, find_project

    try:
        found = find_project(folder)
    except SettingsError as error:
        refuse(str(error))
    except NoProjectError:
        return LintConfig(), folder.resolve()
    return found.lint, found.root


def shown(path: Path) -> Path:
    """A path as people see it: relative to where they are, if it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def is_project(folder: Path) -> bool:
    """Whether a project lies in this folder itself."""
    from o11ygen.settings import NoProjectError, find_project

    try:
        return find_project(folder).root == folder.resolve()
    except NoProjectError:
        return False


def refuse(message: str) -> NoReturn:
    """End with the exit code of unusable input."""
    click.echo(f"o11ygen: {message}", err=True)
    sys.exit(UNUSABLE)


def show(
    findings: Sequence[Finding],
    format_: str,
    *,
    fail_on: str = "error",
    quiet: bool = False,
    judgements: Sequence[Judgement] = (),
    root: Path | None = None,
    checks: Sequence[Check] = (),
) -> None:
    """Print findings to standard output; text without any prints nothing if `quiet`.

    With `root`, the folder below which relative places lie, the lines that findings are about are known. `checks` are those
    that were asked, if the project has some of its own.
    """
    from o11ygen.finding import Severity
    from o11ygen.report import is_terminal, no_lines, render_findings

    if quiet and format_ == "text" and not findings:
        return
    pages, site = {}, ""
    if format_ == "sarif":
        from o11ygen.cli.pages import documentation, pages_of

        pages, site = pages_of({finding.id for finding in findings}, checks), documentation()
    if root is not None:
        from o11ygen.sourcelines import SourceLines, in_repository, repository

        if format_ in ("github", "sarif"):
            # Who reads these goes by the folder that was checked out.
            folder = repository(root.resolve())
            findings = in_repository(findings, root=root.resolve(), repository=folder)
            root = folder
    text = render_findings(
        findings,
        format=format_,  # type: ignore[arg-type]  # click has checked the choice
        terminal=is_terminal(sys.stdout, os.environ),
        fail_on=None if fail_on == "never" else Severity(fail_on),
        pages=pages,
        judgements=judgements,
        lines=no_lines if root is None else SourceLines(root),
        site=site,
    )
    click.echo(text, nl=False)


def outcome(findings: Sequence[Finding], *, fail_on: str, usable: bool = True) -> int:
    """The exit code: 2 when the specs could not be loaded, 1 when a finding reaches the threshold, else 0.

    With the threshold "never" no finding does.
    """
    from o11ygen.finding import Severity

    if not usable:
        return UNUSABLE
    if fail_on == "never":
        return CLEAN
    return FOUND if any(finding.severity.reaches(Severity(fail_on)) for finding in findings) else CLEAN


def progress() -> Progress:
    """Shows what is being done, on a terminal only, and takes it away again."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return lambda text: None

    def tell(text: str) -> None:
        click.echo(f"\r\x1b[2K{text}" if text else "\r\x1b[2K", nl=False, err=True)

    return tell
