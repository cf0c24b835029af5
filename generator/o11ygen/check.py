"""The registry of checks, and what they return.

A check is one file in `checks/`: a generator function over a Stack, whose docstring is its page in the reference::

    @check("alert/runbook", Severity.ERROR)
    def alert_runbook(stack: Stack) -> Iterator[Flaw]:
        for alert in stack.alerts:
            if alert.severity != "info" and not alert.annotations.get(RUNBOOK):
                yield Flaw(alert.source, "...", hint="...", field="runbook")
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from o11ygen import plugins
from o11ygen.finding import Finding, Location, Related, Severity
from o11ygen.origin import NOWHERE, Origin
from o11ygen.record import record
from o11ygen.resolved import Allowance, Source, Stack


@record
class Flaw:
    """What a check found on one thing: the message names the thing, `field` is the author's field that is wrong."""

    source: Source
    message: str
    hint: str = ""
    field: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


Judge: TypeAlias = Callable[[Stack], Iterable[Flaw]]


@record
class Check:
    """A check: its id `area/name`, the severity of its findings, and its page."""

    id: str
    severity: Severity
    judge: Judge

    @property
    def page(self) -> str:
        """Its docstring: what it finds, why it matters in production, a bad and a good example."""
        return inspect.getdoc(self.judge) or ""

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.page.partition("\n")[0]


_CHECKS: dict[str, Check] = {}


def check(id: str, severity: Severity) -> Callable[[Judge], Judge]:
    """Register a function as the check `id`, whose findings have `severity` unless the project says otherwise."""

    def register(judge: Judge) -> Judge:
        _CHECKS[id] = Check(id, severity, judge)
        return judge

    return register


def checks() -> tuple[Check, ...]:
    """All checks, sorted by id."""
    plugins.load("o11ygen.checks")
    return tuple(_CHECKS[id] for id in sorted(_CHECKS))


@contextmanager
def own_checks() -> Iterator[None]:
    """Within this block, checks that specs register as they are imported count too; they belong to that project alone."""
    checks()
    known = dict(_CHECKS)
    try:
        yield
    finally:
        _CHECKS.clear()
        _CHECKS.update(known)


def run(stack: Stack, *, severities: dict[str, str], used: set[tuple[int, str]]) -> Iterator[Finding]:
    """The findings of all checks on one environment, but for those that are suppressed.

    `severities` are the project's own, by id; "off" leaves a check out. Suppressions that were needed are noted in
    `used` as (key, check id), so that the others can be reported once all environments were judged.
    """
    for one in checks():
        chosen = severities.get(one.id)
        if chosen == "off":
            continue
        for flaw in _flaws(one, stack):
            allowance = _suppression(one.id, flaw.source.allowances)
            if allowance is not None:
                used.add((allowance.key, one.id))
                continue
            severity = Severity(chosen) if chosen else flaw.severity or one.severity
            yield Finding(
                one.id,
                severity,
                flaw.message,
                flaw.hint,
                _place(flaw),
                (*flaw.related, *flaw.source.related()),
                (stack.environment.name,),
            )


def _flaws(one: Check, stack: Stack) -> Iterator[Flaw]:
    """What a check finds; one that is not ours and breaks is reported, and the others still run."""
    try:
        yield from one.judge(stack)
    except Exception as error:
        if one.judge.__module__.startswith("o11ygen."):
            raise
        code = getattr(one.judge, "__code__", None)
        origin = Origin(((code, 0),)) if code is not None else NOWHERE
        yield Flaw(
            Source(one.id, f"check {one.id}", origin),
            f"check `{one.id}` broke: {type(error).__name__}: {error}",
            "Mend the check; until then nothing it looks for is found.",
            severity=Severity.ERROR,
        )


def _suppression(id: str, allowances: tuple[Allowance, ...]) -> Allowance | None:
    return next((allowance for allowance in allowances if id in allowance.checks), None)


def _place(flaw: Flaw) -> Location:
    return flaw.source.location(flaw.field)
