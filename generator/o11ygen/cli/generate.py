"""`o11ygen generate`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from o11ygen.cli import accepted, options

if TYPE_CHECKING:
    from o11ygen.comparison import Change
    from o11ygen.pipeline import Run
    from o11ygen.writer import Plan


@click.command("generate")
@options.environments
@options.project_folder
@click.option("--out", type=options.Folder(), help="Write here instead of `output/`.")
@click.option("--check", "check_", is_flag=True, help="Write nothing; exit 1 with a list of what is not current.")
@click.option("--force", is_flag=True, help="Overwrite files that o11ygen did not write.")
@options.output_format
def command(names: Sequence[str], folder: Path, out: Path | None, check_: bool, force: bool, format_: str) -> None:
    """Render every config of every environment, prove them right, and write them.

    Nothing is written when anything is wrong. Errors stop; warnings are printed. Advice is for `lint` to give.
    """
    from o11ygen import pipeline, writer
    from o11ygen.currency import stale_findings

    settings = options.settings(folder)
    root = out if out is not None else settings.root / settings.output
    known = accepted.baseline(None, settings.lint, root=settings.root)
    tell = options.progress()
    try:
        run = pipeline.run(settings, names=names, render=True, progress=tell, baseline=known, advice=False)
        plan = None if run.broken or not run.usable else _plan(run, root, check=check_, force=force)
    except (pipeline.UnusableError, writer.WriteProblem) as error:
        tell("")
        options.refuse(str(error))
    finally:
        tell("")
    found = run.findings
    if plan is not None and check_ and format_ != "text":
        found = (*found, *stale_findings(plan, root=options.shown(root)))
    options.show(found, format_, quiet=True, root=run.settings.root, checks=run.checks)
    if plan is None:
        click.echo("nothing was written", err=True)
        sys.exit(options.outcome(run.findings, fail_on="error", usable=run.usable))
    _tell(plan, run, root, check=check_, aside=not check_ or format_ != "text")
    sys.exit(options.FOUND if check_ and not plan.current else options.CLEAN)


def _plan(run: Run, root: Path, *, check: bool, force: bool) -> Plan:
    from o11ygen import writer

    if check:
        return writer.plan(root, run.artifacts, full=run.complete, force=force, project=run.project)
    return writer.write(root, run.artifacts, full=run.complete, force=force, project=run.project)


def _tell(plan: Plan, run: Run, root: Path, *, check: bool, aside: bool) -> None:
    """What was done, or what would be: a line for each file that is not current; `aside`, not on standard output."""
    from o11ygen.currency import changed_files

    shown = options.shown(root)
    if plan.restored:
        click.echo(f"an earlier run was ended while it wrote to {shown}; its files were restored first", err=True)
    if plan.interrupted:
        click.echo(f"an earlier run was ended while it wrote to {shown}: it holds old files and new ones", err=True)
    listed = changed_files(plan)
    for change in listed:
        reason = f" ({change.reason})" if change.reason else ""
        click.echo(f"{change.status.value}: {shown / change.path}{reason}", err=aside)
    files = sum(len(artifacts) for artifacts in run.artifacts.values())
    named = ", ".join(run.environments)
    if check and not plan.current:
        click.echo("output is not current; run `o11ygen generate` and commit what it writes", err=True)
    elif plan.current:
        click.echo(f"{files} files are current: {named}", err=True)
    else:
        click.echo(f"{_done(listed, files)}: {named}", err=True)


def _done(changes: Sequence[Change], files: int) -> str:
    from o11ygen.comparison import Status

    removed = sum(change.status is Status.REMOVED for change in changes)
    written = len(changes) - removed - sum(change.status is Status.KEPT for change in changes)
    return f"{written} of {files} files written" + (f", {removed} removed" if removed else "")
