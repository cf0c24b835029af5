"""Relabeling rules of Prometheus: of targets, of samples, of alerts, of what is written remotely."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Target
from o11ygen.targets.names import is_utf8, label_hint, legacy_label, prometheus_utf8
from o11ygen.targets.relation import Fault, Versions, at_least, relation
from o11ygen.targets.scalars import Regex, Text, Uint

Action = Literal[
    "replace",
    "keep",
    "drop",
    "hashmod",
    "labelmap",
    "labeldrop",
    "labelkeep",
    "lowercase",
    "uppercase",
    "keepequal",
    "dropequal",
]
SINCE = {"lowercase": "2.36", "uppercase": "2.36", "keepequal": "2.41", "dropequal": "2.41"}
_WRITES_TARGET = frozenset(("replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"))
_DEFAULTS = {"separator": ";", "regex": "(.*)", "replacement": "$1"}
_LEGACY_TEMPLATE = re.compile(r"(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+", re.ASCII)


def _lowered(action: object) -> object:
    return action.lower() if isinstance(action, str) else action


class RelabelConfig(Target):
    """One step of relabeling."""

    source_labels: list[LabelName] | None = Field(default=None, description="Labels whose values are joined.")
    separator: Text | None = Field(default=None, description="Stands between the joined values; `;` unless given.")
    regex: Regex | None = Field(
        default=None, description="What the whole joined value must match; `(.*)` unless given."
    )
    modulus: Uint | None = Field(default=None, description="What `hashmod` divides by.")
    target_label: Text | None = Field(default=None, description="Label that is written.")
    replacement: Text | None = Field(default=None, description="Value that is written; `$1` unless given.")
    action: Annotated[Action, BeforeValidator(_lowered)] | None = Field(
        default=None, description="What is done; `replace` unless given."
    )

    @relation
    def _action_known(self, versions: Versions) -> Iterator[Fault]:
        since = SINCE.get(self.action or "")
        if since and not at_least(versions, prometheus=since):
            yield Fault(
                f"the action `{self.action}` needs Prometheus {since}", "Use `replace`, `keep` or `drop`", ("action",)
            )

    @relation
    def _action_given(self, versions: Versions) -> Iterator[Fault]:
        if self.action is None and "action" in self.model_fields_set:
            yield Fault("`action` must not be empty", "Remove it for `replace`", ("action",))

    @relation
    def _required(self, versions: Versions) -> Iterator[Fault]:
        action = self.action or "replace"
        if action == "hashmod" and not self.modulus:
            yield Fault("`hashmod` needs a `modulus` above zero", "Add the number of shards", ("modulus",))
        if action in _WRITES_TARGET and not self.target_label:
            yield Fault(f"the action `{action}` needs a `target_label`", "Name the label to write", ("target_label",))

    @relation
    def _unused(self, versions: Versions) -> Iterator[Fault]:
        action = self.action or "replace"
        unused: tuple[str, ...] = ()
        if action in ("lowercase", "uppercase"):
            unused = ("replacement",)
        elif action in ("keepequal", "dropequal"):
            unused = ("separator", "regex", "modulus", "replacement")
        elif action in ("labeldrop", "labelkeep"):
            unused = ("source_labels", "separator", "modulus", "target_label", "replacement")
        for name in unused:
            value = getattr(self, name)
            if value is not None and value != _DEFAULTS.get(name) and (value or name in _DEFAULTS):
                yield Fault(f"the action `{action}` does not use `{name}`; Prometheus refuses it", "Remove it", (name,))

    @relation
    def _names(self, versions: Versions) -> Iterator[Fault]:
        yield from self.name_faults(versions, utf8=prometheus_utf8(versions))

    def name_faults(self, versions: Versions, *, utf8: bool) -> Iterator[Fault]:
        """The label names that the naming scheme does not accept."""
        action = self.action or "replace"
        hint = label_hint("Prometheus", since="3.0")
        target = self.target_label
        if target and action in _WRITES_TARGET:
            template = action == "replace" or (action != "hashmod" and not at_least(versions, prometheus="2.50"))
            valid = is_utf8 if utf8 else _LEGACY_TEMPLATE.fullmatch if template else legacy_label
            if not valid(target):
                yield Fault(f"`{target}` is not a label name", hint, ("target_label",))
        replacement = _DEFAULTS["replacement"] if self.replacement is None else self.replacement
        if action == "labelmap" and not (is_utf8 if utf8 else _LEGACY_TEMPLATE.fullmatch)(replacement):
            yield Fault(f"`{replacement}` does not make a label name", hint, ("replacement",))
