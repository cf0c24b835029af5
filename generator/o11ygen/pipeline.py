"""The data flow, on one page: load, resolve, check, render, prove, write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from o11ygen import check as checking
from o11ygen import explain as explaining
from o11ygen.bystander import undisturbed
from o11ygen.check import Check, checks
from o11ygen.collector import uncollected
from o11ygen.credentials import veiled
from o11ygen.finding import Finding, Location, Severity, merge, nearest
from o11ygen.gotemplate import judge_rule_template
from o11ygen.lintconfig import LintConfig, LintConfigError
from o11ygen.loader import Loaded, Settings, load
from o11ygen.promql import parse
from o11ygen.record import record
from o11ygen.rendered import Rendered
from o11ygen.resolve import index, relations, resolve
from o11ygen.resolve.accepted import IMPOSSIBLE, unaccepted
from o11ygen.resolved import Stack
from o11ygen.spec.environment import Environment
from o11ygen.spec.project import Project
from o11ygen.suppression import acceptable, expired, known_ids, unknown_checks, unused

if TYPE_CHECKING:
    from o11ygen.baseline import Baseline

Progress = Callable[[str], None]


class UnusableError(Exception):
    """What the run is asked for can't be done; the message says what to do."""


class UnknownEnvironmentError(UnusableError):
    """`--env` names an environment that the project does not have; the message says which there are."""


@dataclass(slots=True)
class Run:
    """What a run found, and what it rendered: artifacts by environment, in the project's order.

    `usable` is False when the specs could not be loaded at all; then there is nothing else.
    """

    settings: Settings
    usable: bool = True
    project: str = ""
    environments: tuple[str, ...] = ()
    complete: bool = True
    # The ids of checks that were not asked everywhere.
    unasked: frozenset[str] = frozenset()
    # Those that were asked, with the project's own.
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    stacks: dict[str, Stack] = field(default_factory=dict)
    artifacts: dict[str, list[Rendered]] = field(default_factory=dict)

    @property
    def broken(self) -> bool:
        """Whether an error forbids writing."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@record
class Explained:
    """What is known of one name: its rules, where it is disabled, and every other name that could have been meant."""

    run: Run
    known: frozenset[str]
    found: tuple[explaining.Explanation, ...]
    absent: tuple[explaining.Absence, ...]


def run(
    settings: Settings,
    *,
    names: Sequence[str] = (),
    render: bool = False,
    keep_stacks: bool = False,
    progress: Progress = lambda text: None,
    today: date | None = None,
    baseline: Baseline | None = None,
    advice: bool = True,
) -> Run:
    """Load and check the project, and render it if asked: all environments, or those named.

    Suppressions that are over on the day `today` hold no more; without a day all hold, so that the same spec is rendered
    on every day. Findings that the baseline holds are left out. Without `advice`, checks that only advise are not asked.

    Everything happens in memory. Raises UnusableError for names the project does not have.
    """
    with uncollected(), checking.own_checks(), undisturbed():
        progress("loading specs")
        loaded = load(settings)
        result = Run(settings, usable=loaded.project is not None, checks=checks())
        found: list[Finding] = list(loaded.findings)
        if loaded.project is not None:
            asked = _Asked(names, render, keep_stacks, progress, today, advice)
            found.extend(_judge(loaded, loaded.project, result, asked))
            found = [*checking.everywhere(found, [one.name for one in loaded.project.environments])]
        result.findings = tuple(merge(_public(finding, settings.root) for finding in found))
        if baseline is not None and result.usable:
            complete = result.complete and advice
            result.findings = passed_over(result.findings, baseline, complete=complete, unasked=result.unasked)
    return result


def passed_over(
    findings: Sequence[Finding], baseline: Baseline, *, complete: bool, unasked: Collection[str] = ()
) -> tuple[Finding, ...]:
    """The findings that the baseline does not hold; and, where all were looked for, what it holds in vain.

    `unasked` are the ids of those that were not looked for everywhere.
    """
    gone = baseline.gone(findings, unasked=unasked) if complete else None
    new = baseline.new(findings, may_hold=acceptable(checks()))
    return new if gone is None else tuple(sorted((*new, gone), key=lambda one: one.order))


def explain(settings: Settings, name: str, *, names: Sequence[str] = ()) -> Explained:
    """Where every value of a rule came from, in all environments or those named."""
    with checking.own_checks():
        loaded = load(settings)
    result = Run(settings, usable=loaded.project is not None)
    result.findings = tuple(merge(_public(finding, settings.root) for finding in loaded.findings))
    known: set[str] = set()
    found: list[explaining.Explanation] = []
    absent: list[explaining.Absence] = []
    if loaded.project is not None:
        objects = index(loaded.project)
        for environment in _chosen(loaded.project, names):
            absent.extend(explaining.absences(environment, objects, name=name))
            stack = resolve(loaded.project, environment, objects, spec=settings.spec).stack
            if stack is not None:
                known |= explaining.names(stack)
                found.extend(explaining.explain(stack, environment, objects, name=name))
    shortened = tuple(
        replace(
            one,
            values=tuple(replace(value, location=_short(value.location, settings.root)) for value in one.values),
        )
        for one in found
    )
    left_out = tuple(replace(one, location=_short(one.location, settings.root)) for one in absent)
    return Explained(result, frozenset(known), shortened, left_out)


@record
class _Asked:
    """What a run is asked for, as `run` takes it."""

    names: Sequence[str]
    render: bool
    keep_stacks: bool
    progress: Progress
    today: date | None
    advice: bool


def _judge(loaded: Loaded, project: Project, result: Run, asked: _Asked) -> Iterator[Finding]:
    """What is wrong with a project; the result gets what is rendered, and which environments and checks were left out."""
    chosen = _chosen(project, asked.names)
    config, today = result.settings.lint, asked.today
    severities = _severities(config, project)
    left_out = frozenset[str]() if asked.advice else _advice(config, severities)
    root = result.settings.root
    result.project = project.name
    result.environments = tuple(environment.name for environment in chosen)
    result.complete = len(chosen) == len(project.environments)
    result.unasked = frozenset(id for id in known_ids() if severities.get(id) == "off" or config.hides(id))
    known = index(project)
    used: set[tuple[int, str]] = set()
    said = _Said()
    written = unaccepted(relations(project, loaded.built), project, used=used, severities=severities, today=today)
    yield from said.note(_configured(written, config, root))
    yield from said.note(unknown_checks(project, loaded.built))
    for environment in chosen:
        asked.progress(f"{environment.name}: resolving")
        resolution = resolve(project, environment, known, spec=result.settings.spec)
        here = unaccepted(resolution.findings, project, used=used, severities=severities, today=today)
        yield from said.unsaid(_configured(here, config, root))
        if resolution.stack is None:
            continue
        asked.progress(f"{environment.name}: checking")
        checked = checking.run(resolution.stack, severities=severities, used=used, today=today, left_out=left_out)
        yield from said.unsaid(_configured(checked, config, root))
        # What is known of tens of thousands of texts: rules that the next environment shares are not judged again.
        parse.cache_clear()
        judge_rule_template.cache_clear()
        if asked.keep_stacks:
            result.stacks[environment.name] = resolution.stack
        if asked.render:
            asked.progress(f"{environment.name}: rendering")
            yield from said.unsaid(_render(resolution.stack, result, keep_values=asked.keep_stacks))
        # The next environment has rules of its own: these go before those come.
        del resolution
    if result.complete:
        yield from said.unsaid(unused(loaded.built, used, left_out=left_out))
        if today is not None:
            yield from said.unsaid(expired(loaded.built, used, today))


def _severities(config: LintConfig, project: Project) -> dict[str, str]:
    """Of checks in the whole project: what the spec says wins over pyproject.toml, which is about files of others too."""
    ids = known_ids()
    try:
        config.check_names(ids=ids, environments=[one.name for one in project.environments], fixed=IMPOSSIBLE)
    except LintConfigError as error:
        raise UnusableError(str(error)) from None
    return {**config.severities(ids), **project.checks}


def _advice(config: LintConfig, severities: Mapping[str, str]) -> frozenset[str]:
    """Checks whose findings nothing makes more of than an info: they stop nothing, and warn of nothing."""
    return frozenset(
        one.id for one in checks() if one.advice and one.id not in severities and not config.raises(one.id)
    )


def _configured(findings: Iterable[Finding], config: LintConfig, root: Path) -> Iterator[Finding]:
    """The findings of one environment, or of none, as pyproject.toml wants them at their places."""
    if not config.overrides:
        yield from findings
        return
    known = frozenset(known_ids())
    for finding in findings:
        if finding.id not in known:
            yield finding
            continue
        file = _short(finding.location, root).file
        # What is not about an environment is about all of them, and no override for one applies.
        environment = finding.environments[0] if finding.environments else ""
        changed = config.applied(finding, file=file, environment=environment)
        if changed is not None:
            yield changed


@dataclass(slots=True)
class _Said:
    """What objects of the project have wrong with each other is said once: targets would say it in other words."""

    wrong: set[Location] = field(default_factory=set)
    # Whether a credential stands in the specs: what is rendered of it holds it too.
    leaks: bool = False

    def note(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings, whose places are then known to be wrong."""
        for finding in findings:
            if finding.severity is Severity.ERROR and finding.location.line:
                self.wrong.add(finding.location)
            self.leaks |= finding.id == "secret/plaintext"
            yield finding

    def unsaid(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings at other places."""
        return (
            finding
            for finding in findings
            if finding.location not in self.wrong and not (self.leaks and finding.id == "secret/credential")
        )


def _chosen(project: Project, names: Sequence[str]) -> list[Environment]:
    known = [environment.name for environment in project.environments]
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        listed = f"Known environments: {', '.join(known)}."
        hint = nearest(unknown[0], known) if len(unknown) == 1 else ""
        named = " and ".join(f"`{name}`" for name in unknown)
        raise UnknownEnvironmentError(
            f"the project has no environment{'s' * (len(unknown) > 1)} {named}. {hint or listed}"
        )
    return [environment for environment in project.environments if not names or environment.name in names]


def _render(stack: Stack, result: Run, *, keep_values: bool) -> Iterator[Finding]:
    """Render one environment and prove each file; its text is kept, and shared with that of others."""
    from o11ygen.prove import prove_artifact
    from o11ygen.renderer import RenderProblems, renderers

    kept = result.artifacts.setdefault(stack.environment.name, [])
    for renderer in renderers():
        try:
            for artifact in renderer.render(stack):
                yield from prove_artifact(artifact, stack.environment)
                kept.append(Rendered.of(artifact, keep_value=keep_values))
        except RenderProblems as problems:
            for problem in problems.problems:
                yield problem.finding(stack.environment.name)


def check_list() -> tuple[Check, ...]:
    """Every check, for the reference and `lint --list`."""
    return checks()


def _public(finding: Finding, root: Path) -> Finding:
    """The same finding with places relative to the project's folder, as on every machine, and without credentials."""
    return replace(
        finding,
        message=veiled(finding.message),
        hint=veiled(finding.hint),
        location=_short(finding.location, root),
        related=tuple(replace(one, location=_short(one.location, root)) for one in finding.related),
    )


def _short(location: Location, root: Path) -> Location:
    prefix = f"{root}/"
    return replace(location, file=location.file[len(prefix) :]) if location.file.startswith(prefix) else location
