"""What holds between the fields of a step of relabeling; without the models, so that it loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.names import is_utf8, label_hint, legacy_label, prometheus_utf8
from o11ygen.targets.re2 import has_short_group_name
from o11ygen.targets.relation import Fault, Versions, at_least, relation

if TYPE_CHECKING:
    from o11ygen.targets.relabel import RelabelConfig

SINCE = {"lowercase": "2.36", "uppercase": "2.36", "keepequal": "2.41", "dropequal": "2.41"}
_WRITES_TARGET = frozenset(("replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"))
_DEFAULTS = {"separator": ";", "regex": "(.*)", "replacement": "$1"}
_LEGACY_TEMPLATE = re.compile(r"(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+", re.ASCII)


@relation
def action_known(step: RelabelConfig, versions: Versions) -> Iterator[Fault]:
    """The release knows the action."""
    since = SINCE.get(step.action or "")
    if since and not at_least(versions, prometheus=since):
        yield Fault(
            f"the action `{step.action}` needs Prometheus {since}", "Use `replace`, `keep` or `drop`", ("action",)
        )


@relation
def group_names_known(step: RelabelConfig, versions: Versions) -> Iterator[Fault]:
    """The release reads how the pattern names its groups."""
    if step.regex and not at_least(versions, prometheus="2.51") and has_short_group_name(step.regex):
        yield Fault(
            f"the regular expression `{step.regex}` names a group as `(?<name>`, which needs Prometheus 2.51",
            "Write `(?P<name>`",
            ("regex",),
        )


@relation
def action_given(step: RelabelConfig, versions: Versions) -> Iterator[Fault]:
    """An action that is given is not null."""
    if step.action is None and "action" in step.model_fields_set:
        yield Fault("`action` must not be empty", "Remove it for `replace`", ("action",))


@relation
def required_by_action(step: RelabelConfig, versions: Versions) -> Iterator[Fault]:
    """The action has what it needs."""
    action = step.action or "replace"
    if action == "hashmod" and not step.modulus:
        yield Fault("`hashmod` needs a `modulus` above zero", "Add the number of shards", ("modulus",))
    if action in _WRITES_TARGET and not step.target_label:
        yield Fault(f"the action `{action}` needs a `target_label`", "Name the label to write", ("target_label",))


@relation
def unused_by_action(step: RelabelConfig, versions: Versions) -> Iterator[Fault]:
    """The step has nothing that its action refuses."""
    action = step.action or "replace"
    unused: tuple[str, ...] = ()
    if action in ("lowercase", "uppercase"):
        unused = ("replacement",)
    elif action in ("keepequal", "dropequal"):
        unused = ("separator", "regex", "modulus", "replacement")
    elif action in ("labeldrop", "labelkeep"):
        unused = ("source_labels", "separator", "modulus", "target_label", "replacement")
    for name in unused:
        value = getattr(step, name)
        if value is not None and value != _DEFAULTS.get(name) and (value or name in _DEFAULTS):
            yield Fault(f"the action `{action}` does not use `{name}`; Prometheus refuses it", "Remove it", (name,))


@relation
def names_in_step(step: RelabelConfig, versions: Versions) -> Iterator[Fault]:
    """The step writes labels whose names the release takes."""
    yield from name_faults(step, versions, utf8=prometheus_utf8(versions))


def name_faults(step: RelabelConfig, versions: Versions, *, utf8: bool) -> Iterator[Fault]:
    """The label names that the naming scheme does not accept."""
    action = step.action or "replace"
    hint = label_hint("Prometheus", since="3.0")
    target = step.target_label
    if target and action in _WRITES_TARGET:
        template = action == "replace" or (action != "hashmod" and not at_least(versions, prometheus="2.50"))
        valid = is_utf8 if utf8 else _LEGACY_TEMPLATE.fullmatch if template else legacy_label
        if not valid(target):
            yield Fault(f"`{target}` is not a label name", hint, ("target_label",))
    replacement = _DEFAULTS["replacement"] if step.replacement is None else step.replacement
    if action == "labelmap" and not (is_utf8 if utf8 else _LEGACY_TEMPLATE.fullmatch)(replacement):
        yield Fault(f"`{replacement}` does not make a label name", hint, ("replacement",))
