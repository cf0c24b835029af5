"""`o11ygen lint FILE...`: files that were not made from specs, and what is known beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from o11ygen.cli import options
from o11ygen.cli.validate import release

if TYPE_CHECKING:
    from o11ygen.foreign import Facts, Linted

F = TypeVar("F", bound=Callable[..., Any])


def _milliseconds(context: click.Context, parameter: click.Parameter, text: str | None) -> int:
    """The callback of an option that takes a duration; 0 where it is not given."""
    if text is None:
        return 0
    from o11ygen.duration import parse_duration

    try:
        length = parse_duration(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None
    if not length:
        raise click.BadParameter("it lasts no time; write one such as `30s`.")
    return length


def _labels(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """The callback of `--external-label`."""
    found = {}
    for text in given:
        name, _, value = text.partition("=")
        if not name:
            raise click.BadParameter(f"`{text}` names no label; write `cluster`, or `cluster=eu`.")
        found[name] = value
    return found


_OPTIONS = (
    click.argument("files", nargs=-1, metavar="[FILE]..."),
    click.option(
        "--scrape-interval", metavar="DURATION", callback=_milliseconds, help="FILE: how often jobs are scraped."
    ),
    click.option("--retention", metavar="DURATION", callback=_milliseconds, help="FILE: how long metrics are kept."),
    click.option(
        "--external-label",
        "external_labels",
        metavar="NAME[=VALUE]",
        multiple=True,
        callback=_labels,
        help="FILE: an external label of Prometheus (repeatable; then these are all).",
    ),
    click.option(
        "--enable-feature",
        "features",
        multiple=True,
        metavar="FLAG",
        help="FILE: a flag Prometheus runs with (repeatable).",
    ),
    click.option("--prometheus", metavar="VERSION", callback=release, help="FILE: the Prometheus that reads it."),
    click.option("--grafana", metavar="VERSION", callback=release, help="FILE: the Grafana that shows it."),
)
NAMES = ("scrape_interval", "retention", "external_labels", "features", "prometheus", "grafana")
"""The parameters of the facts."""


def foreign_files(command: F) -> F:
    """FILE..., and options for what is known beside the files."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def facts_of(given: dict[str, Any]) -> Facts:
    """The facts, from the parameters by their names."""
    from o11ygen.foreign import Facts

    versions = {system: given[system] for system in ("prometheus", "grafana") if given[system] is not None}
    features = tuple(name.strip() for option in given["features"] for name in option.split(",") if name.strip())
    return Facts(given["scrape_interval"], given["retention"], versions, features, given["external_labels"])


def lint_files(files: Sequence[str], facts: Facts) -> Linted:
    """What is found in the files; without any that can be linted the command ends here."""
    import datetime

    from o11ygen import foreign

    try:
        return foreign.lint(files, facts=facts, today=datetime.date.today())
    except foreign.UnusableError as error:
        options.refuse(str(error))
