"""`o11ygen route`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from o11ygen.cli import options

if TYPE_CHECKING:
    from o11ygen.routing import Outcome
    from o11ygen.routing.inquiry import Asked


@click.command("route")
@click.argument("alerts", nargs=-1, metavar="[ALERT | LABEL=VALUE | {LABEL=VALUE, ...}]...")
@click.option("--config", type=click.Path(path_type=Path), help="An alertmanager.yml; else that of the project.")
@click.option("-e", "--env", "environment", metavar="NAME", help="Environment of the project.")
@options.project_folder
@click.option(
    "--firing",
    multiple=True,
    metavar="LABELS",
    help='Labels of another alert that fires, such as {severity="critical"} (repeatable).',
)
@click.option("--at", metavar="TIME", help="The moment, such as 2026-03-02T03:00:00Z; else now.")
@click.option(
    "--expect", type=click.Path(path_type=Path), help="A file of expectations; exit code 1 if one does not hold."
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to print."
)
def command(
    alerts: Sequence[str],
    config: Path | None,
    environment: str | None,
    folder: Path,
    firing: Sequence[str],
    at: str | None,
    expect: Path | None,
    format_: str,
) -> None:
    """Show where Alertmanager sends an alert, how it is grouped, and what keeps it silent.

    LABEL=VALUE arguments make one alert, each set in braces another. ALERT is a name or id of the project.
    """
    from o11ygen.routing import inquiry

    try:
        asked = inquiry.ask(
            alerts,
            config=config,
            project=folder,
            environment=environment or "",
            firing=firing,
            at=at,
            expect=expect,
            now=datetime.now(UTC),
        )
    except inquiry.InquiryError as error:
        options.refuse(str(error))
    if format_ == "json":
        click.echo(json.dumps(asked.to_dict(), indent=2, ensure_ascii=False))
    else:
        _print(asked)
    sys.exit(options.FOUND if asked.failures else options.CLEAN)


def _print(asked: Asked) -> None:
    from o11ygen.routing.labels import written_labels

    for title, outcomes in asked.answers:
        click.echo(title)
        for where, outcome in outcomes:
            for line in _lines(outcome, where):
                click.echo(f"  {line}")
            for rule, source in outcome.inhibited_by:
                click.echo(f"  inhibited by {written_labels(source)} ({rule.path})")
    for failure in asked.failures:
        click.echo(f"{asked.expected_in}: {failure.name}")
        for difference in failure.differences:
            click.echo(f"    {difference}")
    if asked.expected_in:
        kept = asked.expected - len(asked.failures)
        click.echo(f"{kept} of {asked.expected} expectations hold")


def _lines(outcome: Outcome, where: str) -> list[str]:
    if not outcome.stops:
        return [f"{where}: dropped by relabeling" if where else "dropped by relabeling before Alertmanager"]
    lines: list[str] = []
    for stop in outcome.stops:
        node = stop.node
        lines.append(
            f"{f'if {where}: ' if where else ''}{node.receiver or '(no receiver)'}  via {node.title} ({node.path})"
        )
        lines.append(f"    grouped by {', '.join(node.group_by) or 'nothing: one group for all'}")
        timing = ("group_wait", "group_interval", "repeat_interval")
        lines.append(f"    {', '.join(f'{name} {getattr(node, name)}' for name in timing)}")
        if stop.muted_by:
            lines.append(f"    muted by {', '.join(stop.muted_by)}")
        elif node.mute or node.active:
            lines.append(f"    not muted (time intervals: {', '.join((*node.mute, *node.active))})")
    return lines
