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
@click.argument("name", metavar="ALERT|CHECK")
@options.environments
@options.project_folder
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to print."
)
def command(name: str, names: Sequence[str], folder: Path, format_: str) -> None:
    """Show every value of an alert or recording rule, and the file and line it came from; or the page of a check.

    Behind the values stands what series the expression returns: their labels, and where each comes from.

    ALERT is an id such as `churn-predictor.HighErrorRate`, or the bare name. CHECK is the id of a finding, such as
    `promql/metric`.
    """
    if "/" in name:
        _page(name, folder, format_)
        return
    from o11ygen import pipeline
    from o11ygen.finding import nearest

    try:
        explained = pipeline.explain(options.settings(folder), name, names=names)
    except pipeline.UnusableError as error:
        options.refuse(str(error))
    if not explained.run.usable:
        options.show(explained.run.findings, format_, root=explained.run.settings.root)
        sys.exit(options.UNUSABLE)
    for absence in explained.absent:
        left_out = f"{absence.id} is disabled in {absence.environment}: {absence.why} ({absence.location})"
        click.echo(left_out, err=True)
    if not explained.found:
        if not explained.absent:
            hint = nearest(name, explained.known - {name}) or "Write the name or id of an alert or recording rule."
            options.refuse(f"no environment asked for has a rule `{name}`. {hint}")
        sys.exit(options.UNUSABLE)
    if format_ == "json":
        click.echo(json.dumps([_plain(one) for one in explained.found], indent=2))
        return
    for one in explained.found:
        _print(one)


def _page(id: str, folder: Path, format_: str) -> None:
    """Print the page of a check; a project's own checks are known in its folder."""
    from o11ygen.cli.pages import find_page
    from o11ygen.finding import nearest

    page, known = find_page(id, folder)
    if page is None:
        hint = nearest(id, known) or "`o11ygen lint --list` shows all checks."
        options.refuse(f"no check and no finding is called `{id}`. {hint}")
    if format_ == "json":
        click.echo(json.dumps(page.to_dict(), indent=2))
        return
    needs = f", needs to know: {', '.join(page.needs)}" if page.needs else ""
    severity = f" ({page.severity}{needs})" if page.severity else ""
    click.echo(f"{click.style(page.id, bold=True)}{severity}\n\n{page.text}")


def _plain(one: Explanation) -> dict[str, object]:
    return {
        "id": one.id,
        "environment": one.environment,
        "receivers": list(one.receivers),
        "values": [
            {"field": value.field, "value": value.value, "how": value.how, "location": value.location.to_dict()}
            for value in one.values
        ],
        "series": [
            {
                "value": series.value,
                "unit": series.unit,
                "low": series.low,
                "high": series.high,
                "returns": series.returns,
                "why": series.why,
                "reach": series.reach,
                "labels": [
                    {"name": name, "presence": state.presence, "reason": state.reason} for name, state in series.labels
                ],
                "other_labels": series.open,
            }
            for series in one.series
        ],
    }


def _print(one: Explanation) -> None:
    click.echo(click.style(f"{one.id} in {one.environment}: {one.title}", bold=True))
    for value in one.values:
        click.echo(f"  {value.field}: {value.location}  ({value.how})")
        for line in value.value.splitlines() or [""]:
            click.echo(f"      {line}")
    _print_series(one)
    if one.receivers:
        click.echo(f"  goes to {', '.join(one.receivers)}")
    click.echo()


def _print_series(one: Explanation) -> None:
    for series in one.series:
        returns = f"{series.returns}: {series.why}" if series.why else series.returns
        click.echo(f"  series: {series.what}; looks back {series.reach}; returns {returns}")
        for name, state in series.labels:
            click.echo(f"      {name}: {state.presence}, {state.reason}")
        if series.open:
            click.echo("      other labels: possible, nothing tells which there are")
