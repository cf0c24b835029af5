"""What `o11ygen lint` passes over and what fails it: the baseline, the threshold, and the day it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from o11ygen.cli import options

if TYPE_CHECKING:
    from o11ygen.baseline import Baseline
    from o11ygen.finding import Finding
    from o11ygen.lintconfig import LintConfig

F = TypeVar("F", bound=Callable[..., Any])


def _day(context: click.Context, parameter: click.Parameter, text: str | None) -> date:
    """The callback of `--today`."""
    try:
        return date.today() if text is None else date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"`{text}` is no date; write one such as `2027-01-31`.") from None


_OPTIONS = (
    click.option(
        "--fail-on",
        type=click.Choice((*options.LEVELS, "never")),
        help="Least severity that fails; else that of pyproject.toml, else error.",
    ),
    click.option(
        "--baseline",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Pass over the findings that this file holds; else that of pyproject.toml.",
    ),
    click.option(
        "--write-baseline",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write a file that holds all findings of today, and end.",
    ),
    # For tests, and for a look at what a later day will bring.
    click.option("--today", metavar="DATE", callback=_day, hidden=True, help="Take this day for today."),
)


def acceptance(command: F) -> F:
    """`--fail-on`, `--baseline` and `--write-baseline`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def threshold(given: str | None, config: LintConfig) -> str:
    """The least severity that fails: as the command says, else as pyproject.toml does."""
    return given or config.fail_on or "error"


def baseline(given: Path | None, config: LintConfig, *, root: Path) -> Baseline | None:
    """The baseline that the command names, else that of pyproject.toml; one that can't be used ends the command."""
    if given is None and not config.baseline:
        return None
    from o11ygen.baseline import BaselineError, read

    path, name = (given, str(given)) if given is not None else (root / config.baseline, config.baseline)
    try:
        return read(path.read_text("utf-8"), file=name)
    except FileNotFoundError:
        options.refuse(f"there is no baseline {name}. Write it with `o11ygen lint --write-baseline {name}`.")
    except (OSError, UnicodeDecodeError) as error:
        options.refuse(f"the baseline {name} can't be read: {error}.")
    except BaselineError as error:
        options.refuse(str(error))


def write(
    findings: Sequence[Finding], path: Path, format_: str, *, may_hold: Callable[[Finding], bool], root: Path
) -> NoReturn:
    """Write the baseline and end; what it can't hold is shown, and fails."""
    from o11ygen.baseline import written

    try:
        path.write_text(written(findings, may_hold=may_hold), encoding="utf-8", newline="\n")
    except OSError as error:
        options.refuse(f"the baseline can't be written: {error}.")
    rest = tuple(finding for finding in findings if not may_hold(finding))
    count = len(findings) - len(rest)
    click.echo(f"{path} holds {count} {'finding' if count == 1 else 'findings'}", err=True)
    options.show(rest, format_, quiet=True, root=root)
    sys.exit(options.outcome(rest, fail_on="error"))
