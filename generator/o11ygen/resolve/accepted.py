"""Findings on objects as they were written that an author may accept, as those of checks are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date

from o11ygen.finding import Finding, Related, Severity
from o11ygen.record import record
from o11ygen.resolve.at import allowances
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Project

ACCEPTABLE = frozenset(
    ("environment/address", "environment/no-effect", "spec/shadowed", "spec/unused", "spec/unused-parameter")
)
"""What may be accepted where it is no error: what is rendered all the same may be what is meant."""

IMPOSSIBLE = frozenset(
    (
        *("compose/secret-path", "environment/missing-value", "environment/tier", "environment/unknown"),
        *("environment/unknown-target", "secret/environment-variable", "secret/no-file-field", "secret/plaintext"),
        *("secret/reference", "spec/duplicate", "spec/extra", "spec/import", "spec/missing", "spec/parameter"),
        *("spec/pattern", "spec/project", "spec/taken-name", "spec/unknown-check", "spec/unused-allow", "spec/value"),
    )
)
"""What can't be accepted: without it there is nothing to render, or not what was meant."""


@record
class Written(Finding):
    """A finding on an object as it was written; `owners` are those whose suppressions hold for it, the nearest first."""

    owners: tuple[Spec, ...] = field(default=(), compare=False, repr=False)


def finding_at(
    id: str,
    spec: Spec,
    message: str,
    hint: str,
    field: str = "",
    *,
    severity: Severity = Severity.ERROR,
    related: tuple[Related, ...] = (),
) -> Finding:
    """A finding where a field of an object was written, or where the object was."""
    origin = spec.origin
    return Written(id, severity, message, hint, origin.location(field), (*related, *origin.related()), owners=(spec,))


def unaccepted(
    findings: Iterable[Finding],
    project: Project,
    *,
    used: set[tuple[int, str]],
    severities: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Iterator[Finding]:
    """The findings but for those that are accepted on the day `today`, or set to `off`.

    `severities` are those that the project chooses, else those of the spec alone. Suppressions that were needed are noted
    in `used`, as (key, id).
    """
    levels = project.checks if severities is None else severities
    for finding in findings:
        if finding.id not in ACCEPTABLE or finding.severity is Severity.ERROR:
            yield finding
            continue
        chosen = levels.get(finding.id)
        owners = finding.owners if isinstance(finding, Written) else ()
        accepting = [one for one in allowances(*owners, project) if finding.id in one.checks]
        allowance = next((one for one in accepting if one.holds(today)), accepting[0] if accepting else None)
        if chosen == "off":
            continue
        if allowance is not None:
            used.add((allowance.key, finding.id))
            if allowance.holds(today):
                continue
        yield _plain(finding, Severity(chosen) if chosen else finding.severity)


def _plain(finding: Finding, severity: Severity) -> Finding:
    return Finding(
        finding.id,
        severity,
        finding.message,
        finding.hint,
        finding.location,
        finding.related,
        finding.environments,
    )
