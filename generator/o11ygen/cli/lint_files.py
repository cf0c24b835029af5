"""`o11ygen lint FILE...`: files that were not made from specs, and what is known beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from o11ygen.cli import options
from o11ygen.cli.validate import release

if TYPE_CHECKING:
    from o11ygen.baseline import Baseline
    from o11ygen.finding import Finding
    from o11ygen.foreign import Facts, Linted
    from o11ygen.lintconfig import LintConfig

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

# The options of the facts, by the names of their parameters.
_FACTS = {
    "scrape_interval": "--scrape-interval",
    "retention": "--retention",
    "external_labels": "--external-label",
    "features": "--enable-feature",
    "prometheus": "--prometheus",
    "grafana": "--grafana",
}


def foreign_files(command: F) -> F:
    """FILE..., and options for what is known beside the files."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def refuse_mixture(files: Sequence[str], given: dict[str, Any], *, names: Sequence[str]) -> None:
    """End the command where facts are given for the project, whose specs tell them, or an environment for files."""
    if files and names:
        raise click.UsageError("`--env` is for the project; files are linted without an environment.")
    told = ", ".join(f"`{option}`" for name, option in _FACTS.items() if given[name] and not files)
    if told:
        raise click.UsageError(f"{told}: that is for files; of the project the specs tell it. Name a FILE.")


def facts_of(given: dict[str, Any]) -> Facts:
    """The facts, from the parameters by their names."""
    from o11ygen.foreign import Facts

    versions = {system: given[system] for system in ("prometheus", "grafana") if given[system] is not None}
    features = tuple(name.strip() for option in given["features"] for name in option.split(",") if name.strip())
    return Facts(given["scrape_interval"], given["retention"], versions, features, given["external_labels"])


def lint_files(files: Sequence[str], facts: Facts, *, config: LintConfig, root: Path, today: date) -> Linted:
    """What is found in the files, as pyproject.toml in `root` wants it; without any to lint the command ends here."""
    from o11ygen import foreign
    from o11ygen.check import checks

    ids = frozenset(check.id for check in checks())
    if config.likely_slips(ids=ids):
        from o11ygen.suppression import known_ids

        # What names a check of the project's own is no slip, but its specs are not read for files: that is a remark.
        for slip in config.likely_slips(ids=known_ids()):
            click.echo(f"o11ygen: {slip}", err=True)
    try:
        linted = foreign.lint(files, facts=facts, today=today, severities=config.severities(ids))
    except foreign.UnusableError as error:
        options.refuse(str(error))
    if not config.overrides:
        return linted
    unasked = linted.unasked | {id for id in ids if config.hides(id)}
    changed = (
        config.applied(finding, file=_below(finding.location.file, root), environment="")
        if finding.id in ids
        else finding
        for finding in linted.findings
    )
    return replace(linted, findings=tuple(finding for finding in changed if finding is not None), unasked=unasked)


def _below(file: str, root: Path) -> str:
    """The path of a file relative to the project, if it lies there."""
    path = Path(file).absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file


def passed_over(linted: Linted, baseline: Baseline) -> tuple[Finding, ...]:
    """The findings that the baseline does not hold, and what it holds in vain of these files."""
    new = baseline.new(linted.findings, may_hold=lambda finding: True)
    gone = baseline.gone(linted.findings, files=frozenset(linted.files), unasked=linted.unasked)
    return new if gone is None else tuple(sorted((*new, gone), key=lambda one: one.order))
