"""`o11ygen validate`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from o11ygen.cli import options

if TYPE_CHECKING:
    from o11ygen.report import Format
    from o11ygen.validate import Answer
    from o11ygen.version import Version

# The kinds of `o11ygen.validate.kinds`, which is imported when files are judged.
KINDS = (
    "auto",
    "prometheus",
    "prometheus-agent",
    "rules",
    "alertmanager",
    "templates",
    "tests",
    "web",
    "file-sd",
    "blackbox",
    "jaeger",
    "sampling",
    "jaeger-ui",
    "dashboard",
    "provisioning",
    "compose",
)


def release(context: click.Context, parameter: click.Parameter, text: str | None) -> Version | None:
    """The callback of an option that takes a release."""
    if text is None:
        return None
    from o11ygen.version import Version

    try:
        return Version.parse(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="auto",
    show_default=True,
    help="What the files are; else their content tells.",
)
@click.option("--prometheus", metavar="VERSION", callback=release, help="Judge as this Prometheus would, such as 3.5.")
@click.option("--alertmanager", metavar="VERSION", callback=release, help="Judge as this Alertmanager would.")
@click.option("--jaeger", metavar="VERSION", callback=release, help="Judge as this Jaeger would.")
@click.option("--grafana", metavar="VERSION", callback=release, help="Judge as this Grafana would.")
@click.option(
    "--enable-feature", "features", multiple=True, metavar="FLAG", help="A flag Prometheus runs with (repeatable)."
)
@click.option("--syntax-only", is_flag=True, help="Look at no file that these name, as promtool does.")
@click.option("--ignore", "ignored", multiple=True, metavar="ID", help="Leave out warnings of this id (repeatable).")
@options.fail_on
@options.output_format
def command(
    files: Sequence[str],
    kind: str,
    prometheus: Version | None,
    alertmanager: Version | None,
    jaeger: Version | None,
    grafana: Version | None,
    features: Sequence[str],
    syntax_only: bool,
    ignored: Sequence[str],
    fail_on: str,
    format_: Format,
) -> None:
    """Judge configuration files as promtool, amtool or the server of a release would.

    A FILE may be a folder, which is searched for files of a known kind, or - for standard input. No program is run. A
    release that is not named is that of the environment whose output the file is, else the oldest of the project,
    outside of one the newest known.
    """
    from o11ygen import validate

    asked = {"prometheus": prometheus, "alertmanager": alertmanager, "jaeger": jaeger, "grafana": grafana}
    try:
        answer = validate.validate(
            files,
            kind="" if kind == "auto" else kind,
            versions={system: version for system, version in asked.items() if version is not None},
            features=features,
            syntax_only=syntax_only,
            ignored=ignored,
        )
    except validate.UnusableError as error:
        options.refuse(str(error))
    for note in answer.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(validate.render(answer, format=format_, fail_on=fail_on), nl=False)
    sys.exit(_outcome(answer, fail_on))


def _outcome(answer: Answer, fail_on: str) -> int:
    if answer.unusable or not answer.files:
        return options.UNUSABLE
    return options.outcome([finding for report in answer.files for finding in report.findings], fail_on=fail_on)
