"""`o11ygen explain`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from o11ygen.cli import options

if TYPE_CHECKING:
    from o11ygen.explain import Explanation


@click.command("explain")
@click.argument("name", metavar="ALERT")
@options.environments
@options.project_folder
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to print."
)
def command(name: str, names: Sequence[str], folder: Path, format_: str) -> None:
    """Show every value of an alert or recording rule, and the file and line it came from.

    ALERT is an id such as `churn-predictor.HighErrorRate`, or the bare name.
    """
    from o11ygen import pipeline
    from o11ygen.finding import nearest

    try:
        run, known, found = pipeline.explain(options.settings(folder), name, names=names)
    except pipeline.UnknownEnvironmentError as error:
        options.refuse(str(error))
    if not run.usable:
        options.show(run.findings, "text")
        sys.exit(options.UNUSABLE)
    if not found:
        options.refuse(f"no environment asked for has a rule `{name}`. {nearest(name, known)}".rstrip())
    if format_ == "json":
        click.echo(json.dumps([_plain(one) for one in found], indent=2))
        return
    for one in found:
        _print(one)


def _plain(one: Explanation) -> dict[str, object]:
    return {
        "id": one.id,
        "environment": one.environment,
        "receivers": list(one.receivers),
        "values": [
            {"field": value.field, "value": value.value, "how": value.how, "location": value.location.to_dict()}
            for value in one.values
        ],
    }


def _print(one: Explanation) -> None:
    click.echo(click.style(f"{one.id} in {one.environment}: {one.title}", bold=True))
    for value in one.values:
        click.echo(f"  {value.field}: {value.location}  ({value.how})")
        for line in value.value.splitlines() or [""]:
            click.echo(f"      {line}")
    if one.receivers:
        click.echo(f"  goes to {', '.join(one.receivers)}")
    click.echo()
