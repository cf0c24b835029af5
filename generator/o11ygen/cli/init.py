"""`o11ygen init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from o11ygen.cli import options


@click.command("init")
@click.argument("folder", metavar="DIR", type=options.Folder())
def command(folder: Path) -> None:
    """Start a small working project in DIR. Files that are there already stay as they are."""
    from o11ygen.starter import starter_files, write_starter

    try:
        written, kept = write_starter(folder, starter_files(folder.resolve().name))
    except OSError as error:
        options.refuse(f"{error.filename or folder} can't be written: {error.strerror}")
    for path in written:
        click.echo(f"new: {path}")
    for path in kept:
        click.echo(f"kept: {path} was there already")
    if any(path.name == "pyproject.toml" for path in kept) and not options.is_project(folder):
        click.echo('\nAdd to its pyproject.toml:\n\n[tool.o11ygen]\nproject = "specs:project"')
    there = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"\nNext: {there}o11ygen generate")
