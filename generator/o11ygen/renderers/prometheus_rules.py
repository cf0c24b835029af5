"""Rule files of Prometheus: alerts and recording rules, in groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from o11ygen import conventions, templating
from o11ygen.artifact import Artifact, Block, DocumentPath
from o11ygen.duration import readable_duration
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.rule_files import RuleFile, rule_files
from o11ygen.renderer import Written, renderer
from o11ygen.resolved import AlertRule, RecordingRule, RuleGroup, Stack
from o11ygen.targets.outlined import rules as target

_ALERT_FIELDS: Mapping[DocumentPath, str] = {
    ("alert",): "name",
    ("for",): "for_",
    ("labels", conventions.SEVERITY): "severity",
    ("labels", conventions.TEAM): "owner",
    ("annotations", conventions.SUMMARY): "summary",
    ("annotations", conventions.DESCRIPTION): "description",
    ("annotations", conventions.RUNBOOK): "runbook",
    ("annotations", conventions.DASHBOARD): "dashboard",
}
_RECORD_FIELDS: Mapping[DocumentPath, str] = {("record",): "name"}

# The column that a rule's own lines stand at in the template.
_COLUMN = 8


@renderer("prometheus-rules")
def render(stack: Stack) -> Iterator[Artifact]:
    """The rule files, all services together or a pair for each."""
    for file in rule_files(stack):
        yield _artifact(stack, file)


def _artifact(stack: Stack, file: RuleFile) -> Artifact:
    groups: list[dict[str, Any]] = []
    documents: list[dict[str, Any]] = []
    blocks: list[Block] = []
    for group in file.groups:
        rules = [_block(rule) for rule in group.rules]
        head = _head(group)
        groups.append({"head": head, "rules": zip(map(_note, group.rules), rules, strict=True)})
        documents.append({**head, "rules": [rule.value for rule in rules]})
        blocks += rules
    of = f" of the service `{file.service}`" if file.service else ""
    subject = f"Prometheus: {file.holds}{of}."
    text = templating.render("prometheus/rules.yml.j2", stack=stack, groups=groups, subject=subject)
    value, sources = {"groups": documents}, _Sources(file.groups)
    return Artifact(file.path, text, value, target="rules", sources=sources, blocks=blocks)


class _Sources(Mapping[DocumentPath, Written]):
    """What the groups of a file and their rules were written from; told when asked, which is only where a fault is."""

    def __init__(self, groups: Sequence[RuleGroup]) -> None:
        self._groups = groups

    def __getitem__(self, place: DocumentPath) -> Written:
        match place:
            case ("groups", int(number)) if number < len(self._groups):
                return Written(self._groups[number].source)
            case ("groups", int(number), "rules", int(index)) if ("groups", number) in self:
                rules = self._groups[number].rules
                if index < len(rules):
                    fields = _ALERT_FIELDS if isinstance(rules[index], AlertRule) else _RECORD_FIELDS
                    return Written(rules[index].source, fields)
        raise KeyError(place)

    def __iter__(self) -> Iterator[DocumentPath]:
        for number, group in enumerate(self._groups):
            yield "groups", number
            yield from (("groups", number, "rules", index) for index in range(len(group.rules)))

    def __len__(self) -> int:
        return sum(1 + len(group.rules) for group in self._groups)


def _head(group: RuleGroup) -> dict[str, Any]:
    head = document(
        part(target.RuleGroup)(
            name=group.name,
            interval=readable_duration(group.interval_ms) if group.interval_ms else None,
            query_offset=readable_duration(group.query_offset_ms) if group.query_offset_ms else None,
            limit=group.limit or None,
        )
    )
    return merged(head, group.extra)


def _note(rule: AlertRule | RecordingRule) -> str:
    if isinstance(rule, AlertRule):
        return f"{rule.id} ({rule.severity})" if rule.leveled else rule.id
    unit = f"Unit: {rule.unit}." if rule.unit else ""
    return "\n".join(filter(None, (rule.id, rule.description, unit)))


def _block(rule: AlertRule | RecordingRule) -> Block:
    """The rule as it stands in a file; made once for a rule that several environments share."""
    block = rule.made.get("prometheus-rules")
    if not isinstance(block, Block):
        # What is passed through may be more labels.
        parts = () if rule.extra or not rule.labels else _labels(tuple(rule.labels.items()))
        value = _document(rule)
        # A part stands for the very object that it is of.
        value.update([(key, part.value) for key, part in parts])
        block = rule.made["prometheus-rules"] = Block.of(value, _COLUMN, parts)
    return block


# The alerts of a service and severity have the same ones, in all environments.
@lru_cache(maxsize=4096)
def _labels(labels: tuple[tuple[str, str], ...]) -> tuple[tuple[str, Block]]:
    return (("labels", Block.of(dict(labels), _COLUMN + 2)),)


def _document(rule: AlertRule | RecordingRule) -> dict[str, Any]:
    """The rule under Prometheus' names, in the order of its model, which judges it in the whole file.

    Written out, because building the model first would take as long as all the rest of rendering.
    """
    if isinstance(rule, RecordingRule):
        record: dict[str, Any] = {"record": rule.name, "expr": rule.expr}
        if rule.labels:
            record["labels"] = rule.labels
        return merged(record, rule.extra) if rule.extra else record
    alert: dict[str, Any] = {"alert": rule.name, "expr": rule.expr}
    if rule.for_ms:
        alert["for"] = readable_duration(rule.for_ms)
    if rule.keep_firing_ms:
        alert["keep_firing_for"] = readable_duration(rule.keep_firing_ms)
    if rule.labels:
        alert["labels"] = rule.labels
    if rule.annotations:
        alert["annotations"] = rule.annotations
    return merged(alert, rule.extra) if rule.extra else alert
