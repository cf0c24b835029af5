"""The texts of an alert: its labels and annotations, under the names that its author knows them by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from o11ygen import conventions
from o11ygen.resolved.rules import AlertRule

if TYPE_CHECKING:
    from o11ygen.gotemplate import TemplateVerdict
    from o11ygen.version import Version

_LABELS = (*conventions.RULE_LABELS, conventions.ENVIRONMENT)
_ANNOTATIONS = (conventions.SUMMARY, conventions.DESCRIPTION, conventions.RUNBOOK, conventions.DASHBOARD, "message")
# How alike two names are of which one is taken for the other, from 0 to 1.
_CLOSE = 0.86
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


def texts_of(alert: AlertRule) -> tuple[AlertText, ...]:
    """Every label, then every annotation, in their order."""
    texts = alert.made.get("texts")
    if not isinstance(texts, tuple):
        # Many checks ask for them, one after the other.
        labels = [AlertText("label", name, "labels", text) for name, text in alert.labels.items()]
        told = [
            AlertText("annotation", name, _FIELDS.get(name, name), text) for name, text in alert.annotations.items()
        ]
        texts = alert.made["texts"] = (*labels, *told)
    return texts


def templates_of(alert: AlertRule, *, version: Version) -> Iterator[tuple[AlertText, TemplateVerdict]]:
    """Those that are templates, and what is to be said of them for a version of Prometheus."""
    templates = alert.made.get("templates")
    if not isinstance(templates, tuple):
        templates = alert.made["templates"] = tuple([one for one in texts_of(alert) if "{{" in one.text])
    if templates:
        from o11ygen.gotemplate import judge_rule_template

        for one in templates:
            yield one, judge_rule_template(one.text, version=version)


def well_known(kind: str) -> tuple[str, ...]:
    """The names of labels, or of annotations, that others go by."""
    return _LABELS if kind == "label" else _ANNOTATIONS


@lru_cache(maxsize=4096)
def meant_name(name: str, kind: str) -> str:
    """The well-known name that this one is nearly; empty for one that says something else."""
    known = well_known(kind)
    folded = name.casefold().replace("-", "_")
    if name in known:
        return ""
    if folded in known:
        return folded
    # Most names of labels and annotations are the same few.
    from difflib import SequenceMatcher

    ratio, best = max((SequenceMatcher(None, folded, one).ratio(), one) for one in known)
    # `services` is a word of its own.
    return best if ratio >= _CLOSE and folded != f"{best}s" and abs(len(folded) - len(best)) <= 2 else ""
