"""Relabeling rules of Prometheus: of targets, of samples, of alerts, of what is written remotely."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from o11ygen.targets import relabel_relations
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Target
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


def _lowered(action: object) -> object:
    return action.lower() if isinstance(action, str) else action


class RelabelConfig(Target):
    """One step of relabeling."""

    source_labels: list[LabelName | None] | None = Field(default=None, description="Labels whose values are joined.")
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

    _action_known = relabel_relations.action_known
    _group_names = relabel_relations.group_names_known
    _action_given = relabel_relations.action_given
    _required = relabel_relations.required_by_action
    _unused = relabel_relations.unused_by_action
    _names = relabel_relations.names_in_step
