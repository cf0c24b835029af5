"""`o11ygen schema`."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.argument("what", type=click.Choice(("spec",)))
def command(what: str) -> None:
    """Print the JSON Schema of the spec's objects: every class, field, type and description."""
    from o11ygen.spec.schema import spec_schema

    click.echo(json.dumps(spec_schema(), indent=2))
