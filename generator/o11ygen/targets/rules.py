"""Rule files of Prometheus: groups of alerting and recording rules."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from o11ygen.targets.model import Since, Target
from o11ygen.targets.names import is_utf8, label_fault, label_hint, legacy_label, legacy_metric, prometheus_utf8
from o11ygen.targets.relation import Fault, Versions, at_least, relation, repeated
from o11ygen.targets.scalars import Duration, Int, Text

Labels = dict[str, Text]
_NAMES = label_hint("Prometheus", since="3.0")


def _label_faults(labels: Labels, field: str, versions: Versions) -> Iterator[Fault]:
    for name, value in labels.items():
        if not legacy_label(name):
            fault = label_fault(name, utf8=prometheus_utf8(versions))
            if fault:
                yield Fault(fault, _NAMES, (field, name))
        elif name == "__name__" and field == "labels":
            yield Fault(
                "the label `__name__` can't be set by a rule", "Remove it: `record` names the series", (field, name)
            )
        if not value.isascii() and not is_utf8(value):
            yield Fault(f"the value of `{name}` is not UTF-8", "Write text without lone surrogates", (field, name))


class Rule(Target):
    """An alerting rule (`alert`) or a recording rule (`record`)."""

    record: Text | None = Field(default=None, description="Name of the series that a recording rule writes.")
    alert: Text | None = Field(default=None, description="Name of the alert.")
    expr: Text = Field(description="PromQL expression.")
    for_: Duration | None = Field(default=None, description="How long the expression holds before the alert fires.")
    keep_firing_for: Annotated[Duration | None, Since(prometheus="2.42")] = Field(
        default=None, description="How long the alert goes on firing after the expression last held."
    )
    labels: Labels | None = Field(default=None, description="Labels added to the alert or series.")
    annotations: Labels | None = Field(default=None, description="Text for people; values may be templates.")

    @relation
    def _kind(self, versions: Versions) -> Iterator[Fault]:
        if not self.expr:
            yield Fault("`expr` must not be empty", "Write a PromQL expression", ("expr",))
        if self.record:
            yield from self._recording(versions)
        elif not self.alert:
            yield Fault("the rule has neither `alert` nor `record`", "Name the alert, or the series to record")

    def _recording(self, versions: Versions) -> Iterator[Fault]:
        if self.alert:
            yield Fault("the rule has both `alert` and `record`", "Make two rules of it")
        for field in ("for", "keep_firing_for", "annotations"):
            value = getattr(self, "for_" if field == "for" else field)
            if value and value not in ("0", "0s"):
                yield Fault(f"a recording rule has no `{field}`", "Remove it, or make an alert of the rule", (field,))
        yield from _record_faults(self.record or "", versions)

    @relation
    def _names(self, versions: Versions) -> Iterator[Fault]:
        if self.labels:
            yield from _label_faults(self.labels, "labels", versions)
        if self.annotations:
            yield from _label_faults(self.annotations, "annotations", versions)


def _record_faults(name: str, versions: Versions) -> Iterator[Fault]:
    if legacy_metric(name):
        return
    if not (prometheus_utf8(versions) and is_utf8(name)):
        hint = "Use letters, digits, underscores and colons; other characters need Prometheus 3.0"
        yield Fault(f"`{name}` is not a metric name", hint, ("record",))
    elif ("{" in name or "}" in name) and at_least(versions, prometheus="3.2"):
        yield Fault(f"the recorded name `{name}` has braces", "Put the selector into `expr`", ("record",))


def likeness(rule: Mapping[str, Any]) -> Hashable | None:
    """What the verdict on a rule goes by: rules that agree in it are accepted alike, or not at all.

    Names and texts that `Rule` takes whatever they say count as one. None where the verdict may go by something else.
    """
    parts: list[Hashable] = []
    for field, value in rule.items():
        if field == "labels" or field == "annotations":
            if value.__class__ is not dict or not all(map(_is_free, value.values())):
                return None
            parts.append((field, *value))
        elif value.__class__ is not str:
            return None
        elif field != "alert" and field != "expr":
            parts.append((field, value))
        elif value and value.isascii():
            parts.append(field)
        else:
            return None
    return tuple(parts)


def _is_free(text: object) -> bool:
    return isinstance(text, str) and text.isascii()


class RuleGroup(Target):
    """Rules that are evaluated one after the other, at one interval."""

    name: Text = Field(description="Name of the group, unique in its file.")
    interval: Duration | None = Field(default=None, description="How often the rules are evaluated.")
    query_offset: Annotated[Duration | None, Since(prometheus="2.53")] = Field(
        default=None, description="How far in the past the rules are evaluated."
    )
    limit: Annotated[Int | None, Since(prometheus="2.31")] = Field(
        default=None, description="Alerts or series that one rule may make; 0 for any number."
    )
    labels: Annotated[Labels | None, Since(prometheus="3.0")] = Field(
        default=None, description="Labels added to every rule; a rule's own label wins."
    )
    rules: list[Rule] | None = Field(default=None, description="The rules.")

    @relation
    def _names(self, versions: Versions) -> Iterator[Fault]:
        if not self.name:
            yield Fault("the group has no name", "Name it after the service", ("name",))
        if self.labels:
            yield from _label_faults(self.labels, "labels", versions)


class RuleFile(Target):
    """A rule file."""

    groups: list[RuleGroup] | None = Field(default=None, description="The groups.")

    @relation
    def _group_names(self, versions: Versions) -> Iterator[Fault]:
        names = ((index, group.name) for index, group in enumerate(self.groups or ()))
        hint = "Prometheus refuses the file; rename one, or merge the two"
        yield from repeated(names, "the group name", hint, at=lambda index: ("groups", index, "name"))
