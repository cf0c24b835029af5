"""`o11ygen lint`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from o11ygen.cli import lint_files, options


@click.command("lint")
@lint_files.foreign_files
@options.environments
@options.project_folder
@options.output_format
@options.fail_on
@click.option("--list", "list_", is_flag=True, help="List all checks with their default severity, and end.")
def command(
    names: Sequence[str], folder: Path, format_: str, fail_on: str, list_: bool, files: Sequence[str], **given: Any
) -> None:
    """Check the specs in every environment; render and write nothing.

    With FILE, rule files, manifests of rules and dashboards are checked that were not made from specs; one may be a folder,
    or - for standard input. What the files do not tell is known from the options marked FILE; checks that need more are
    silent.
    """
    from o11ygen import pipeline

    if list_:
        for check in pipeline.check_list():
            click.echo(f"{check.id:<24} {check.severity.value:<8} {check.summary}")
        return
    if files:
        linted = lint_files.lint_files(files, lint_files.facts_of(given))
        options.show(linted.findings, format_, fail_on=fail_on, root=Path.cwd())
        sys.exit(options.outcome(linted.findings, fail_on=fail_on, usable=linted.usable))
    tell = options.progress()
    try:
        run = pipeline.run(options.settings(folder), names=names, progress=tell)
    except pipeline.UnknownEnvironmentError as error:
        options.refuse(str(error))
    finally:
        tell("")
    options.show(run.findings, format_, fail_on=fail_on, root=run.settings.root)
    sys.exit(options.outcome(run.findings, fail_on=fail_on, usable=run.usable))
