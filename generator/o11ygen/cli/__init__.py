"""The command line: parses arguments, calls the pipeline, prints, and sets the exit code. No logic."""

from __future__ import annotations

import importlib
import os
import sys
from io import TextIOWrapper
from typing import Any

import click

# Each command's module is imported when it is called: help and completion stay fast.
_COMMANDS = {
    "explain": "Show where an alert's values come from, or the page of a check.",
    "generate": "Render every config of every environment into output/.",
    "init": "Start a small working project.",
    "lint": "Check the specs, or rule files of others; write nothing.",
    "route": "Show where alerts go, and what keeps them silent.",
    "schema": "Print a JSON Schema: of the spec, or of a kind of file.",
    "validate": "Judge configuration files as promtool and amtool would.",
    "verify": "Let the real promtool, amtool and jaeger judge the output.",
}


class _Commands(click.Group):
    def main(self, *args: Any, **extra: Any) -> Any:
        if sys.stdout is None:
            click.echo("o11ygen: standard output is closed, so nobody would see what is found. Open it.", err=True)
            sys.exit(2)
        for stream in (sys.stdout, sys.stderr):
            # What a file holds or is called may have characters that the terminal or pipe has not.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().main(*args, **extra)
        except OSError as error:
            # One that names a file is not about standard output; click itself ends quietly when a pipe is closed.
            if error.filename is not None:
                raise
            # What is still buffered would be refused once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            click.echo(f"o11ygen: standard output can't be written: {error.strerror}. Print elsewhere.", err=True)
            sys.exit(2)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"o11ygen.cli.{name}").command
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from o11ygen.finding import nearest

            raise click.UsageError(f"there is no command `{args[0]}`. {nearest(args[0], _COMMANDS)}".rstrip(), context)
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group("o11ygen", cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="o11ygen", message="o11ygen %(version)s")
def main() -> None:
    """Observability as code: one typed Python spec renders, and proves right, every config of the monitoring stack.

    Exit codes: 0 clean, 1 findings or stale output, 2 unusable input.
    """
