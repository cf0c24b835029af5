"""`o11ygen schema`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from o11ygen.cli import options
from o11ygen.cli.validate import release

if TYPE_CHECKING:
    from o11ygen.version import Version


@click.command("schema")
@click.argument("what", metavar="KIND")
@click.option("--version", callback=release, metavar="VERSION", help="Only what this release knows, such as 3.5.")
def command(what: str, version: Version | None) -> None:
    """Print a JSON Schema, for editors and other programs.

    KIND is `spec`, for the objects of the specs, or a kind of file: prometheus, rules, alertmanager ...
    """
    if what == "spec":
        if version is not None:
            options.refuse("the spec's schema has no versions. Leave out --version.")
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
