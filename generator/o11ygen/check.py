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
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any, Literal, TypeAlias, TypeVar

from o11ygen import plugins
from o11ygen.finding import Excerpt, Finding, Location, Related, Severity
from o11ygen.origin import NOWHERE, Origin
from o11ygen.record import record
from o11ygen.resolved import KNOWLEDGE, Allowance, Examined, Flaw, Source, Stack
from o11ygen.resolved.asking import Ask

__all__ = ["Check", "Examined", "Flaw", "check", "checks", "own_checks", "run"]


Judge: TypeAlias = Callable[..., Iterable[Flaw]]
Scope: TypeAlias = Literal["stack", "expression", "alert"]
"""What a check is asked about, one after the other: the whole stack, each expression, or each alert."""


@record
class Check:
    """A check: its id `area/name`, the severity of its findings, and its page.

    `needs` is the knowledge without which it says nothing, see `resolved.KNOWLEDGE`. `alike` says that what it finds right
    about one expression or alert is right about all of its kind; `by` gives what it goes by besides that and the series.
    `suspicious` tells of all texts of an alert at once, which null characters divide, whether there may be anything to find.
    `everywhere` says that what it finds counts only where it is so in every environment of the project. `advice` says that
    all it finds are infos: `generate` does without, unless the project makes more of them.
    """

    id: str
    severity: Severity
    judge: Judge
    of: Scope = "stack"
    needs: frozenset[str] = frozenset()
    alike: bool = False
    by: Callable[[Stack], Hashable] | None = None
    suspicious: Callable[[str], object] | None = None
    everywhere: bool = False
    advice: bool = False

    @property
    def page(self) -> str:
        """Its docstring: what it finds, why it matters in production, a bad and a good example."""
        return inspect.getdoc(self.judge) or ""

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.page.partition("\n")[0]


_J = TypeVar("_J", bound=Judge)
_ID = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
_CHECKS: dict[str, Check] = {}


def check(
    id: str,
    severity: Severity,
    *,
    of: Scope = "stack",
    needs: Iterable[str] = (),
    alike: bool = False,
    by: Callable[[Stack], Hashable] | None = None,
    suspicious: Callable[[str], object] | None = None,
    everywhere: bool = False,
    advice: bool = False,
) -> Callable[[_J], _J]:
    """Register a function as the check `id`, whose findings have `severity` unless the project says otherwise.

    The function takes a `Stack`; with `of="expression"` an `Examined` before it, and with `of="alert"` an `AlertRule`: then
    it is called for each of those, but for such as were found right before. So `by` must give all that the answer depends
    on besides the thing and what is known of the series; and with `alike` it goes neither by what metrics are called, nor
    by values of labels of which nothing is declared, nor by more of an alert than its expression, the names of its labels
    and what its templates do.
    """
    needed = frozenset(needs)
    if not needed <= KNOWLEDGE:
        raise ValueError(f"check {id} needs {sorted(needed - KNOWLEDGE)}, which is no knowledge of a stack")

    if _ID.fullmatch(id) is None:
        raise ValueError(f'check "{id}" has no id of the form "area/name", by which findings are told and accepted')
    if not isinstance(severity, Severity):
        raise ValueError(f"check {id} has no `Severity`, such as `Severity.WARNING` of o11ygen.finding")

    def register(judge: _J) -> _J:
        known = _CHECKS.get(id)
        if known is not None and _named(known.judge) != _named(judge):
            raise ValueError(f"there is a check {id} already, which would no longer be asked; choose another id")
        _CHECKS[id] = Check(id, severity, judge, of, needed, alike, by, suspicious, everywhere, advice)
        return judge

    return register


def _named(judge: Judge) -> tuple[object, object]:
    """The name of a function, by which it is the same when its module is imported again."""
    return getattr(judge, "__module__", None), getattr(judge, "__qualname__", None)


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


def everywhere(findings: Iterable[Finding], environments: Collection[str]) -> tuple[Finding, ...]:
    """The findings without those that count only where they are found in every environment, and are not."""
    listed = tuple(findings)
    counted = {one.id for one in checks() if one.everywhere}
    found: dict[tuple[str, Location], set[str]] = {}
    for one in listed:
        if one.id in counted:
            found.setdefault((one.id, one.location), set()).update(one.environments)
    return tuple(one for one in listed if one.id not in counted or found[one.id, one.location] >= set(environments))


def run(
    stack: Stack,
    *,
    severities: dict[str, str],
    used: set[tuple[int, str]],
    today: date | None = None,
    left_out: Collection[str] = (),
) -> Iterator[Finding]:
    """The findings of all checks on one environment, but for those that are suppressed on the day `today`.

    `severities` are the project's own, by id; "off" leaves a check out, as being in `left_out` does. Suppressions that were
    needed are noted in `used` as (key, check id), so that the others can be reported once all environments were judged.
    """
    asked = [
        one
        for one in checks()
        if severities.get(one.id) != "off" and one.needs <= stack.known and one.id not in left_out
    ]
    # Files that strangers wrote are of no environment that has a name.
    environments = (stack.environment.name,) if stack.environment.name else ()
    for one, flaw in _found(asked, stack):
        allowance = _suppression(one.id, flaw.source.allowances, today)
        if allowance is not None:
            used.add((allowance.key, one.id))
            if allowance.holds(today):
                continue
        chosen = severities.get(one.id)
        yield Finding(
            one.id,
            Severity(chosen) if chosen else flaw.severity or one.severity,
            flaw.message,
            flaw.hint,
            _place(flaw),
            (*flaw.related, *flaw.source.related()),
            environments,
            flaw.excerpt,
            flaw.source.id,
        )


def _found(asked: list[Check], stack: Stack) -> Iterator[tuple[Check, Flaw]]:
    """What each check finds. Those of one scope go through its things together."""
    broken: set[str] = set()
    for one in asked:
        if one.of == "stack":
            yield from ((one, flaw) for flaw in _flaws(one, broken, stack))
    by_question: dict[Hashable, Check] = {(one.id, one.by and one.by(stack)): one for one in asked if one.of != "stack"}
    for scope, ask_all in (("expression", stack.examine), ("alert", stack.ask_alerts)):
        asks = [
            Ask(
                question,
                one.alike,
                partial(_of_others, one, broken, stack) if _may_break(one) else _of_ours(one, stack),
                # One that breaks would end the run: the checks of others go without.
                None if _may_break(one) else one.suspicious,
            )
            for question, one in by_question.items()
            if one.of == scope
        ]
        if asks:
            yield from ((by_question[ask.question], flaw) for ask, flaw in ask_all(asks))


def _of_ours(one: Check, stack: Stack) -> Callable[[Any], Iterable[Flaw]]:
    """What it finds in a thing. It is asked tens of thousands of times: what breaks goes all the way up."""
    judge = one.judge
    return lambda thing: judge(thing, stack)


def _of_others(one: Check, broken: set[str], stack: Stack, thing: object) -> tuple[Flaw, ...]:
    return _flaws(one, broken, thing, stack)


def _may_break(one: Check) -> bool:
    return not one.judge.__module__.startswith("o11ygen.")


def _flaws(one: Check, broken: set[str], *judged: object) -> tuple[Flaw, ...]:
    """What a check finds; one that is not ours and breaks is reported once, and the others still run."""
    if one.id in broken:
        return ()
    found: list[Flaw] = []
    try:
        found.extend(map(_told, one.judge(*judged)) if _may_break(one) else one.judge(*judged))
    except BaseException as error:
        if not _may_break(one) or isinstance(error, KeyboardInterrupt):
            raise
        broken.add(one.id)
        code = getattr(one.judge, "__code__", None)
        origin = Origin(((code, 0),)) if code is not None else NOWHERE
        flaw = Flaw(
            Source(one.id, f"check {one.id}", origin),
            f"check `{one.id}` broke: {type(error).__name__}{_said(error)}",
            "Mend the check; until then nothing it looks for is found.",
            severity=Severity.ERROR,
        )
        return (*found, flaw)
    return tuple(found)


def _told(flaw: Any) -> Flaw:
    """What somebody's check yields, which may be anything."""
    if not isinstance(flaw, Flaw) or not isinstance(flaw.source, Source):
        raise TypeError("it yields something that is no `Flaw(alert.source, message, hint)` of a thing of the stack")
    for name, kind in _PARTS.items():
        if not isinstance(part := getattr(flaw, name), kind):
            raise TypeError(f"it yields a `Flaw` whose `{name}` is a {type(part).__name__}")
    if not all(isinstance(one, Related) for one in flaw.related):
        raise TypeError("it yields a `Flaw` whose `related` is no tuple of `Related`")
    return flaw


_PARTS = {
    "message": str,
    "hint": str,
    "field": str,
    "related": tuple,
    "severity": Severity | None,
    "excerpt": Excerpt | None,
}


def _said(error: BaseException) -> str:
    """What an exception says, behind its kind."""
    try:
        text = str(error)
    except Exception:  # the author's own class, which can't say it
        return ""
    return f": {text}" if text else ""


def _suppression(id: str, allowances: tuple[Allowance, ...], today: date | None) -> Allowance | None:
    """The nearest one that still holds; where none does, the nearest."""
    found = [allowance for allowance in allowances if id in allowance.checks] if allowances else ()
    return next((one for one in found if one.holds(today)), found[0] if found else None)


def _place(flaw: Flaw) -> Location:
    return flaw.source.location(flaw.field, flaw.excerpt)
