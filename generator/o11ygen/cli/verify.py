"""`o11ygen verify`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from o11ygen.cli import accepted, options

if TYPE_CHECKING:
    from o11ygen.finding import Finding
    from o11ygen.report import Judgement


@click.command("verify")
@options.environments
@options.project_folder
@click.option("--out", type=options.Folder(), help="Judge this folder instead of `output/`.")
@options.output_format
def command(names: Sequence[str], folder: Path, out: Path | None, format_: str) -> None:
    """Let the real promtool, amtool and jaeger judge the output, and say which programs and versions ran."""
    from o11ygen import pipeline
    from o11ygen.currency import touched_findings
    from o11ygen.verify import find_programs, verify_environment

    settings = options.settings(folder)
    known = accepted.baseline(None, settings.lint, root=settings.root)
    root = options.shown(out if out is not None else settings.root / settings.output)
    try:
        run = pipeline.run(settings, names=names, keep_stacks=True, baseline=known, advice=False)
    except pipeline.UnusableError as error:
        options.refuse(str(error))
    if not run.usable or not run.stacks:
        options.show(run.findings, format_, root=settings.root)
        sys.exit(options.UNUSABLE)
    programs = find_programs(settings.root)
    findings: list[Finding] = []
    judgements: list[Judgement] = []
    for name, stack in run.stacks.items():
        if not (root / name).is_dir():
            options.refuse(f"{root / name} does not exist. Run `o11ygen generate` first.")
        result = verify_environment(root / name, versions=stack.environment.versions, programs=programs)
        findings.extend((*touched_findings(root / name, environment=name), *result.findings))
        for one in result.runs:
            judgements.append(one.judgement(name))
            click.echo(f"{name}: {one}", err=True)
    options.show(findings, format_, quiet=bool(judgements), judgements=judgements)
    sys.exit(options.outcome(findings, fail_on="error"))
