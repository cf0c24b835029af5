"""`o11ygen lint`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from o11ygen.cli import options


@click.command("lint")
@options.environments
@options.project_folder
@options.output_format
@options.fail_on
@click.option("--list", "list_", is_flag=True, help="List all checks with their default severity, and end.")
def command(names: Sequence[str], folder: Path, format_: str, fail_on: str, list_: bool) -> None:
    """Check the specs in every environment; render and write nothing."""
    from o11ygen import pipeline

    if list_:
        for check in pipeline.check_list():
            click.echo(f"{check.id:<24} {check.severity.value:<8} {check.summary}")
        return
    tell = options.progress()
    try:
        run = pipeline.run(options.settings(folder), names=names, progress=tell)
    except pipeline.UnknownEnvironmentError as error:
        options.refuse(str(error))
    finally:
        tell("")
    options.show(run.findings, format_, fail_on=fail_on)
    sys.exit(options.outcome(run.findings, fail_on=fail_on, usable=run.usable))
