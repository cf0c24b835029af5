"""What holds between the fields of a rule, of its group and of the file; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from o11ygen.targets.names import is_utf8, label_fault, label_hint, legacy_label, legacy_metric, prometheus_utf8
from o11ygen.targets.relation import Fault, Versions, at_least, relation, repeated

if TYPE_CHECKING:
    from o11ygen.targets.rules import Rule, RuleFile, RuleGroup

_NAMES = label_hint("Prometheus", since="3.0")


@relation
def kind_of_rule(rule: Rule, versions: Versions) -> Iterator[Fault]:
    """A rule has an expression, and is either an alert or records a series."""
    if not rule.expr:
        yield Fault("`expr` must not be empty", "Write a PromQL expression", ("expr",))
    if rule.record:
        yield from _recording(rule, rule.record, versions)
    elif not rule.alert:
        yield Fault("the rule has neither `alert` nor `record`", "Name the alert, or the series to record")


def _recording(rule: Rule, name: str, versions: Versions) -> Iterator[Fault]:
    if rule.alert:
        yield Fault("the rule has both `alert` and `record`", "Make two rules of it")
    for field in ("for", "keep_firing_for", "annotations"):
        value = getattr(rule, "for_" if field == "for" else field)
        if value and value not in ("0", "0s"):
            yield Fault(f"a recording rule has no `{field}`", "Remove it, or make an alert of the rule", (field,))
    if legacy_metric(name):
        return
    if not (prometheus_utf8(versions) and is_utf8(name)):
        hint = "Use letters, digits, underscores and colons; other characters need Prometheus 3.0"
        yield Fault(f"`{name}` is not a metric name", hint, ("record",))
    elif ("{" in name or "}" in name) and at_least(versions, prometheus="3.2"):
        yield Fault(f"the recorded name `{name}` has braces", "Put the selector into `expr`", ("record",))


@relation
def names_in_rule(rule: Rule, versions: Versions) -> Iterator[Fault]:
    """Labels and annotations have names that the release takes."""
    if rule.labels:
        yield from _label_faults(rule.labels, "labels", versions)
    if rule.annotations:
        yield from _label_faults(rule.annotations, "annotations", versions)


@relation
def names_in_group(group: RuleGroup, versions: Versions) -> Iterator[Fault]:
    """A group has a name, and its labels have names that the release takes."""
    if not group.name:
        yield Fault("the group has no name", "Name it after the service", ("name",))
    if group.labels:
        yield from _label_faults(group.labels, "labels", versions)


@relation
def group_names(file: RuleFile, versions: Versions) -> Iterator[Fault]:
    """No two groups of a file have the same name."""
    names = ((index, group.name) for index, group in enumerate(file.groups or ()))
    hint = "Prometheus refuses the file; rename one, or merge the two"
    yield from repeated(names, "the group name", hint, at=lambda index: ("groups", index, "name"))


def _label_faults(labels: Mapping[str, str], field: str, versions: Versions) -> Iterator[Fault]:
    for name, value in labels.items():
        if not legacy_label(name):
            fault = label_fault(name, utf8=prometheus_utf8(versions))
            if fault:
                yield Fault(fault, _NAMES, (field, name))
        elif name == "__name__" and field == "labels":
            yield Fault(
                "the label `__name__` can't be set by a rule", "Remove it: `record` names the series", (field, name)
            )
        if field == "labels" and not value.isascii() and not is_utf8(value):
            yield Fault(f"the value of `{name}` is not UTF-8", "Write text without lone surrogates", (field, name))
