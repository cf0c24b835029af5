"""`o11ygen lint`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from o11ygen.cli import accepted, lint_files, options


@click.command("lint")
@lint_files.foreign_files
@options.environments
@options.project_folder
@options.output_format
@accepted.acceptance
@click.option("--list", "list_", is_flag=True, help="List all checks with their default severity, and end.")
def command(
    names: Sequence[str],
    folder: Path,
    format_: str,
    fail_on: str | None,
    baseline: Path | None,
    write_baseline: Path | None,
    today: date,
    list_: bool,
    files: Sequence[str],
    **given: Any,
) -> None:
    """Check the specs in every environment; render and write nothing.

    With FILE, rule files, manifests of rules and dashboards are checked that were not made from specs; one may be a folder,
    or - for standard input. What the files do not tell is known from the options marked FILE; checks that need more are
    silent.
    """
    lint_files.refuse_mixture(files, given, names=names)
    if files and not list_:
        config, root = options.lint_settings(folder)
        linted = lint_files.lint_files(files, lint_files.facts_of(given), config=config, root=root, today=today)
        if write_baseline is not None and linted.usable:
            accepted.write(linted.findings, write_baseline, format_, may_hold=lambda finding: True, root=Path.cwd())
        known = accepted.baseline(baseline, config, root=root)
        found = linted.findings if known is None else lint_files.passed_over(linted, known)
        level = accepted.threshold(fail_on, config)
        options.show(found, format_, fail_on=level, root=Path.cwd())
        sys.exit(options.outcome(found, fail_on=level, usable=linted.usable))
    from o11ygen import pipeline, suppression

    if list_:
        for check in pipeline.check_list():
            click.echo(f"{check.id:<24} {check.severity.value:<8} {check.summary}")
        return
    settings = options.settings(folder, otherwise="Files that no spec renders are named: `o11ygen lint FILE...`.")
    if write_baseline is not None and names:
        options.refuse("a baseline holds the findings of all environments. Leave out `--env`.")
    known = None if write_baseline is not None else accepted.baseline(baseline, settings.lint, root=settings.root)
    tell = options.progress()
    try:
        run = pipeline.run(settings, names=names, progress=tell, today=today, baseline=known)
    except pipeline.UnusableError as error:
        options.refuse(str(error))
    finally:
        tell("")
    if write_baseline is not None and run.usable:
        accepted.write(
            run.findings, write_baseline, format_, may_hold=suppression.acceptable(run.checks), root=settings.root
        )
    level = accepted.threshold(fail_on, settings.lint)
    options.show(run.findings, format_, fail_on=level, root=settings.root, checks=run.checks)
    sys.exit(options.outcome(run.findings, fail_on=level, usable=run.usable))
