"""The texts of an alert: its labels and annotations, under the names that its author knows them by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from o11ygen import conventions
from o11ygen.resolved.rules import AlertRule

if TYPE_CHECKING:
    from o11ygen.gotemplate import TemplateVerdict
    from o11ygen.version import Version

_FIELDS = {conventions.RUNBOOK: "runbook", conventions.DASHBOARD: "dashboard"}


class AlertText(NamedTuple):
    """One label or annotation. `title` is what messages call it, `field` the author's field that holds it."""

    kind: Literal["label", "annotation"]
    name: str
    field: str
    text: str

    @property
    def title(self) -> str:
        """What messages call it: `annotation "summary"`."""
        return f'{self.kind} "{self.name if self.kind == "label" else self.field}"'


def texts_of(alert: AlertRule) -> Iterator[AlertText]:
    """Every label, then every annotation, in their order."""
    for name, text in alert.labels.items():
        yield AlertText("label", name, "labels", text)
    for name, text in alert.annotations.items():
        yield AlertText("annotation", name, _FIELDS.get(name, name), text)


def templates_of(alert: AlertRule, *, version: Version) -> Iterator[tuple[AlertText, TemplateVerdict]]:
    """Those that are templates, and what is to be said of them for a version of Prometheus."""
    for one in texts_of(alert):
        if "{{" in one.text:
            from o11ygen.gotemplate import judge_rule_template

            yield one, judge_rule_template(one.text, version=version)
