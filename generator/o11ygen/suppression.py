"""What is wrong with the suppressions of a project: ids that no check has, and those that are unused or over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from o11ygen.check import Check, checks
from o11ygen.finding import Finding, Location, Related, Severity, nearest
from o11ygen.resolve.accepted import ACCEPTABLE, IMPOSSIBLE
from o11ygen.resolve.at import allowances
from o11ygen.resolved import Allowance
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Project

# So long before its end a suppression is told of: nobody should learn of it from a pipeline that fails one morning.
_NOTICE = timedelta(days=14)


def known_ids() -> tuple[str, ...]:
    """The ids of all findings that can be accepted, or have another severity."""
    return (*(check.id for check in checks()), *sorted(ACCEPTABLE))


def acceptable(known: Iterable[Check]) -> Callable[[Finding], bool]:
    """Whether somebody may accept a finding: of one of these checks, not what leaves nothing to render or is refused."""
    ids = frozenset(check.id for check in known)
    return lambda finding: finding.id in ids or (finding.id in ACCEPTABLE and finding.severity is not Severity.ERROR)


def unknown_checks(project: Project, built: Sequence[Spec]) -> Iterator[Finding]:
    """Severities and suppressions of checks that do not exist would be silently without effect."""
    known = known_ids()
    for id in project.checks:
        if id not in known:
            yield _unknown_check(id, known, project.origin.location("checks"), project.origin.related())
    for allowance in _allowances(built):
        for id in allowance.checks:
            if id not in known:
                yield _unknown_check(id, known, allowance.origin.location(), allowance.origin.related())


def _unknown_check(id: str, known: Collection[str], location: Location, related: tuple[Related, ...]) -> Finding:
    if id in IMPOSSIBLE:
        message = f"`{id}` can't be accepted: without it there is nothing to render, or not what was meant"
        return Finding("spec/unknown-check", Severity.ERROR, message, "Mend what it finds.", location, related)
    hint = nearest(id, known) or "`o11ygen lint --list` shows all checks."
    return Finding("spec/unknown-check", Severity.ERROR, f"there is no check `{id}`", hint, location, related)


def unused(
    built: Sequence[Spec], used: Collection[tuple[int, str]], *, left_out: Collection[str] = ()
) -> Iterator[Finding]:
    """Those that accept what is not found; `used` are those that were needed, as (key, check id).

    Of checks that were left out nothing is known.
    """
    for allowance in _allowances(built):
        for id in allowance.checks:
            if (allowance.key, id) not in used and id not in left_out:
                yield _told(
                    allowance,
                    "spec/unused-allow",
                    Severity.WARNING,
                    f"`allow` accepts `{id}`, which finds nothing here in any environment",
                    "Take it out: it would hide a later mistake.",
                )


def expired(built: Sequence[Spec], used: Collection[tuple[int, str]], today: date) -> Iterator[Finding]:
    """Those that are over and would be needed, and those that soon will be."""
    for allowance in _allowances(built):
        needed = [id for id in allowance.checks if (allowance.key, id) in used]
        if allowance.until is None or not needed:
            continue
        listed = ", ".join(f"`{id}`" for id in needed)
        if not allowance.holds(today):
            yield _told(
                allowance,
                "spec/expired-allow",
                Severity.WARNING,
                f"`allow` accepts {listed} until {allowance.until}, which is over; what it hid is told again",
                "Mend what it was for, or set a later date with a reason that still holds.",
            )
        elif allowance.until - today <= _NOTICE:
            yield _told(
                allowance,
                "spec/expired-allow",
                Severity.INFO,
                f"`allow` accepts {listed} until {allowance.until}; what it hides is told again after that day",
                "Mend what it is for before then.",
            )


def _told(allowance: Allowance, id: str, severity: Severity, message: str, hint: str) -> Finding:
    return Finding(id, severity, message, hint, allowance.origin.location(), allowance.origin.related())


def _allowances(built: Sequence[Spec]) -> Iterator[Allowance]:
    seen: set[int] = set()
    # Hardly any object has one.
    for spec in [spec for spec in built if spec.__dict__.get("allow")]:
        for allowance in allowances(spec):
            if allowance.key not in seen:
                seen.add(allowance.key)
                yield allowance
