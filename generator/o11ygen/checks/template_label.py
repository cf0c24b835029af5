from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import possible_labels
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import AlertText, templates_of

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome


def _by(stack: Stack) -> Hashable:
    environment = stack.environment
    known = frozenset(environment.external_labels) if "external_labels" in stack.known else None
    return environment.versions["prometheus"], known


@check("template/label", Severity.ERROR, of="alert", alike=True, by=_by)
def template_label(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Annotations that use a label which the alert's series do not carry.

    Prometheus renders a missing label as nothing: "instance  is down". Aggregations such as `sum by (job)` drop every
    label that they do not name. `$labels` are those of the series: the severity, and what else the rule sets, is not among
    them, nor is `alertname`. An external label that the environment does not have renders as nothing too.

    Bad::

        expr="sum by (job) (up) == 0", summary="{{ $labels.instance }} is down"

    Good::

        expr="sum by (job, instance) (up) == 0", summary="{{ $labels.instance }} is down"
    """
    for one, template in templates_of(alert, version=stack.environment.versions["prometheus"]):
        for label in template.labels:
            # The name of the metric is a label here too, and nothing that labels flow by.
            if label != "__name__":
                yield from _dropped(alert, one, label, stack)
        for label in template.external_labels if "external_labels" in stack.known else ():
            if label not in stack.environment.external_labels:
                yield Flaw(
                    alert.source,
                    f"{alert.source.what}: {one.title} uses external label `{label}`, which the environment does not have; "
                    "it renders as nothing",
                    nearest(label, stack.environment.external_labels)
                    or "Add it to the environment's `external_labels`.",
                    field=one.field,
                )


def _dropped(alert: AlertRule, one: AlertText, label: str, stack: Stack) -> Iterator[Flaw]:
    branches = [branch for branch in stack.series.outcomes_of(alert.expr) if branch.returns != "never"]
    lacking = [branch for branch in branches if not branch.may_carry(label)]
    if not lacking:
        return
    reason = lacking[0].why_not(label)
    because = f" ({reason})" if reason else ""
    empty = "it renders as nothing" if one.kind == "annotation" else "the alert does not get the label"
    if len(lacking) == len(branches) and (label == conventions.ALERT_NAME or label in alert.labels):
        yield Flaw(
            alert.source,
            f"{alert.source.what}: {one.title} uses `$labels.{label}`, which the rule sets: `$labels` holds what the series "
            f"have, before that; {empty}",
            "Write the value itself.",
            field=one.field,
        )
        return
    if len(lacking) < len(branches):
        yield Flaw(
            alert.source,
            f"{alert.source.what}: {one.title} uses `$labels.{label}`, which a part of what the expression returns "
            f"lacks{because}; there {empty}",
            f"Keep it in every branch, or print it only where it is: `{{{{ with $labels.{label} }}}}...{{{{ end }}}}`.",
            field=one.field,
            severity=Severity.WARNING,
        )
        return
    known = {name for branch in branches for name in _labels_of(branch)}
    yield Flaw(
        alert.source,
        f"{alert.source.what}: {one.title} uses `$labels.{label}`, which the expression does not keep{because}; {empty}",
        nearest(label, known)
        or (
            f"Keep the label in the expression, or use one of: {', '.join(sorted(known))}."
            if known
            else "Keep the label in the expression."
        ),
        field=one.field,
    )


def _labels_of(branch: Outcome) -> Iterable[str]:
    """The labels that series of a branch have, as far as they are known."""
    return possible_labels(branch.flow, labels_of=branch.knowledge.possible).labels or branch.sure
