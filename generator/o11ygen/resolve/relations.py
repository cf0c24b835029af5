"""What must be true between the objects of a project, whatever the environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from o11ygen.credentials import is_credential, is_reference, suspicious
from o11ygen.finding import Finding, Severity, nearest
from o11ygen.resolve.accepted import finding_at
from o11ygen.resolve.addresses import address_faults
from o11ygen.resolve.duplicates import duplicates
from o11ygen.resolve.effect import without_effect
from o11ygen.resolved.routing import anchored
from o11ygen.spec.alert import Alert, Group, RecordingRule
from o11ygen.spec.dashboard import Dashboard
from o11ygen.spec.environment import Environment
from o11ygen.spec.metric import Label, Metric
from o11ygen.spec.model import Spec, is_spec
from o11ygen.spec.project import Project, Service
from o11ygen.spec.receiver import Receiver
from o11ygen.spec.routing import Inhibit, Matcher, NotificationTemplate, Route, TimeInterval
from o11ygen.spec.scrape import Probe, ScrapeJob
from o11ygen.spec.team import Team
from o11ygen.spec.values import Secret
from o11ygen.spec.varying import PerEnv, alternatives
from o11ygen.targets.re2 import fault_of

# What a spec should not build without using it.
_OWNED = (Alert, RecordingRule, ScrapeJob, Probe, Dashboard, Service, Environment, Metric, Team, Group)
# The same, but of no account where they are parts of something else that is not used.
_PARTS = (Receiver, Route, TimeInterval, NotificationTemplate, Inhibit)


def relations(project: Project, built: Iterable[Spec]) -> Iterator[Finding]:
    """Duplicates, unknown environments, literal credentials, and objects that belong nowhere."""
    yield from duplicates(project)
    yield from address_faults(project)
    reached: dict[int, Spec] = {}
    environments = [environment.name for environment in project.environments]
    tiers = [environment.tier for environment in project.environments]
    known = {*environments, *(name for environment in project.environments for name in environment.lineage)}
    for spec, texts, collections in _walk(project, reached):
        judge = _judge_of(type(spec))
        if judge is not None:
            yield from judge(spec)
        if judge is _reference:
            continue
        if suspicious(texts.values(), frozenset(spec.model_fields_set)):
            yield from (_plaintext(spec, field) for field, text in texts.items() if is_credential(text, field))
        for field, value in collections.items():
            for place, item in _inside(value, field):
                if isinstance(item, PerEnv):
                    yield from _unknown_names(item, known, tiers)
                elif is_credential(item, place):
                    yield _plaintext(spec, field)
    yield from without_effect(project)
    yield from _unreached(project, built, reached)


@cache
def _judge_of(kind: type[Spec]) -> Callable[[Any], Iterator[Finding]] | None:
    """What is asked of the objects of a class besides what is asked of all."""
    if issubclass(kind, Matcher | Label):
        return _patterns
    return _reference if issubclass(kind, Secret) else None


def _plaintext(spec: Spec, field: str) -> Finding:
    return finding_at(
        "secret/plaintext",
        spec,
        f"{spec.label}: `{field}` holds what looks like a credential; everyone who can read the repository or the rendered "
        "file can use it",
        "Write `Secret.file(path)`, and change the credential if it was ever committed.",
        field,
    )


def _reference(secret: Secret) -> Iterator[Finding]:
    """What is no reference may be the secret itself, so it is not repeated."""
    kind, reference = secret.kind, secret.reference
    if is_reference(kind, reference):
        return
    if is_credential(reference, ""):
        yield finding_at(
            "secret/plaintext",
            secret,
            f"`Secret.{kind}` holds what looks like the secret itself; everyone who can read the repository or the "
            "rendered file can use it",
            'Keep it in a file, write that file\'s path, such as `Secret.file("/run/secrets/...")`, and change the '
            "credential if it was ever committed.",
        )
    else:
        what = "a path: it has no `/` or ends in one" if kind == "file" else "the name of a variable"
        if kind == "file" and "://" in reference:
            what = "a path: it is a URL"
        yield finding_at(
            "secret/reference",
            secret,
            f"what `Secret.{kind}` holds is not {what}; the program would find no secret there, and if this is the "
            "secret itself, everyone who can read the repository can use it",
            'Write the path of the file, such as `Secret.file("/run/secrets/...")`.'
            if kind == "file"
            else "Write the variable's name, in letters, digits and underscores.",
        )


def _patterns(spec: Matcher | Label) -> Iterator[Finding]:
    """Regular expressions that RE2 refuses, and those of routes and inhibitions that can't be followed here."""
    if isinstance(spec, Label):
        yield from _pattern(spec, spec.pattern, ("pattern",))
        yield from _against_pattern(spec)
    elif any(op in ("=~", "!~") for op in alternatives(spec.op)):
        for text in alternatives(spec.value):
            yield from _pattern(spec, text, ("value", "matchers", "source", "target"))


def _against_pattern(label: Label) -> Iterator[Finding]:
    """Listed values that the label's own pattern does not match."""
    pattern = anchored(label.pattern) if label.pattern and not fault_of(label.pattern) else None
    for value in label.values if pattern is not None else ():
        if pattern is not None and pattern.fullmatch(value) is None:
            yield finding_at(
                "spec/pattern",
                label,
                f"label `{label.name}`: the value `{value}` does not match the label's own pattern, `{label.pattern}`; "
                "queries are judged by one or the other",
                "Mend the value or the pattern; where all values are listed, no pattern is needed.",
                "values",
            )


def _pattern(spec: Matcher | Label, text: str, fields: tuple[str, ...]) -> Iterator[Finding]:
    fault = fault_of(text)
    if not fault and (isinstance(spec, Label) or anchored(text) is not None):
        return
    place = spec.origin.location()
    field = next((field for field in fields if spec.origin.location(field) != place), "")
    if fault:
        yield finding_at(
            "spec/pattern",
            spec,
            f"{spec.noun()} `{spec.name}`: the regular expression `{text}` does not compile: {fault}",
            "Write it in RE2's syntax, which has no lookaround and no backreferences.",
            field,
        )
    else:
        yield finding_at(
            "spec/pattern",
            spec,
            f"{spec.noun()} `{spec.name}`: `{text}` is right, but o11ygen can't follow it: who is told of which alert is "
            "judged as if it matched nothing",
            "Write it without what only RE2 knows, such as classes of Unicode.",
            field,
            severity=Severity.WARNING,
        )


def _unknown_names(value: PerEnv[Any], environments: Iterable[str], tiers: list[str]) -> Iterator[Finding]:
    """Of the value and not of what holds it: several objects may hold one, and it is one cause."""
    for names, known, what in ((value.environments, environments, "environment"), (value.tiers, tiers, "tier")):
        known = sorted(set(known))
        for name in names:
            if name not in known:
                yield Finding(
                    "environment/unknown",
                    Severity.ERROR,
                    f"this `per_env` has a value for {what} `{name}`, which the project does not have; nothing gets that "
                    "value",
                    nearest(name, known) or f"Known {what}s: {', '.join(known)}.",
                    value.origin.location(),
                    value.origin.related(),
                )


@cache
def _is_collection(kind: type) -> bool:
    """Whether the values of a class hold others, and are no objects of the author's model."""
    return issubclass(kind, PerEnv | tuple | list | Mapping)


def _items(collection: Any) -> Iterable[Any]:
    if isinstance(collection, PerEnv):
        return collection.alternatives
    return collection.values() if isinstance(collection, Mapping) else collection


def _inside(collection: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every string and per-environment value of a collection, itself first, with the key it stands under."""
    below: Iterable[tuple[str, Any]]
    if isinstance(collection, PerEnv):
        yield place, collection
        below = ((place, item) for item in collection.alternatives)
    elif isinstance(collection, Mapping):
        # The key of `X-Api-Key: {values: [...]}` says more than the one below it.
        below = ((place if key in ("value", "values") else str(key), item) for key, item in collection.items())
    else:
        below = ((place, item) for item in collection)
    for within, item in below:
        if item.__class__ is str:
            yield within, item
        elif _is_collection(item.__class__):
            yield from _inside(item, within)


def _walk(spec: Spec, reached: dict[int, Spec]) -> Iterator[tuple[Spec, dict[str, str], dict[str, Any]]]:
    """Every object below `spec`, itself first, each once; with those of its fields that are texts or collections."""
    stack: list[Any] = [spec]
    while stack:
        item = stack.pop()
        if _is_collection(item.__class__):
            stack.extend(_items(item))
        elif is_spec(item) and id(item) not in reached:
            reached[id(item)] = item
            texts, collections = {}, {}
            held = item.__dict__
            for field in item.model_fields_set:
                value = held[field]
                if value.__class__ is str:
                    texts[field] = value
                elif _is_collection(value.__class__):
                    collections[field] = value
                    stack.append(value)
                elif is_spec(value):
                    stack.append(value)
            yield item, texts, collections


def _unreached(project: Project, built: Iterable[Spec], reached: Mapping[int, Spec]) -> Iterator[Finding]:
    ancestors = {name for environment in project.environments for name in environment.lineage}
    unused = [spec for spec in built if id(spec) not in reached and not spec.refused]
    below: dict[int, Spec] = {}
    for spec in unused:
        if isinstance(spec, Team | Route):
            for part, *_ in [*_walk(spec, {})][1:]:
                below[id(part)] = part
    for spec in unused:
        if not isinstance(spec, _OWNED) and (not isinstance(spec, _PARTS) or id(spec) in below):
            continue
        if isinstance(spec, Environment) and spec.name in ancestors:
            continue
        yield finding_at(
            "spec/unused",
            spec,
            f"{spec.label} is built, but belongs to nothing in project {project.name}; it is rendered nowhere",
            "Add it to a service or to the project, or remove it.",
            severity=Severity.WARNING,
        )
