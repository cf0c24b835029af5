"""`o11ygen schema`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from o11ygen.cli import options
from o11ygen.cli.validate import release

if TYPE_CHECKING:
    from o11ygen.version import Version


_WITHOUT_RELEASES = ("spec", "dashboard", "compose")


@click.command("schema")
@click.argument("what", metavar="KIND")
@click.option("--version", callback=release, metavar="VERSION", help="Only the fields of this release, such as 3.5.")
def command(what: str, version: Version | None) -> None:
    """Print a JSON Schema, for editors and other programs.

    \b
    KIND is spec, for the objects of the specs, or a kind of file:
      prometheus, prometheus-agent, rules, prometheus-rule, tests, file-sd,
      web, alertmanager, blackbox, jaeger, jaeger-ui, sampling, datasources,
      dashboard-providers, dashboard, compose.

    Without --version it has the fields of all releases, and says which know them.
    """
    if version is not None and what in _WITHOUT_RELEASES:
        options.refuse(f"the schema of `{what}` is the same for all releases. Leave out --version.")
    if what == "spec":
        from o11ygen.spec.schema import spec_schema

        click.echo(json.dumps(spec_schema(), indent=2))
        return
    from o11ygen.finding import nearest
    from o11ygen.targets.schema import KINDS, document_schema

    if what not in KINDS:
        hint = nearest(what, ("spec", *KINDS)) or f"Known are spec, {', '.join(KINDS)}."
        options.refuse(f"there is no schema of `{what}`. {hint}")
    schema = document_schema(what, version=version)
    click.echo(json.dumps(schema, indent=2))
