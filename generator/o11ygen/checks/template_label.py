from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.gotemplate import judge_rule_template
from o11ygen.promql import possible_labels
from o11ygen.resolved import AlertRule, Stack


@check("template/label", Severity.ERROR)
def template_label(stack: Stack) -> Iterator[Flaw]:
    """Annotations that use a label which the alert's series do not carry.

    Prometheus renders a missing label as nothing: "instance  is down". Aggregations such as `sum by (job)` drop every
    label that they do not name. An external label that the environment does not have renders as nothing too.

    Bad::

        expr="sum by (job) (up) == 0", summary="{{ $labels.instance }} is down"

    Good::

        expr="sum by (job, instance) (up) == 0", summary="{{ $labels.instance }} is down"
    """
    environment = stack.environment
    question = ("template/label", environment.versions["prometheus"], frozenset(environment.external_labels))
    yield from stack.in_alerts(question, lambda alert: _flaws(alert, stack), alike=True)


def _flaws(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    for name, text in alert.annotations.items():
        if "{{" not in text:
            continue
        template = judge_rule_template(text, version=stack.environment.versions["prometheus"])
        field = {"runbook_url": "runbook", "dashboard_url": "dashboard"}.get(name, name)
        for label in template.labels:
            yield from _dropped(alert, label, field, stack)
        for label in template.external_labels if "external_labels" in stack.known else ():
            if label not in stack.environment.external_labels:
                yield Flaw(
                    alert.source,
                    f'{alert.source.what}: annotation "{field}" uses external label `{label}`, which '
                    "the environment does not have; it renders as nothing",
                    nearest(label, stack.environment.external_labels)
                    or "Add it to the environment's `external_labels`.",
                    field=field,
                )


def _dropped(alert: AlertRule, label: str, field: str, stack: Stack) -> Iterator[Flaw]:
    if label in alert.labels or label == "alertname":
        return
    possible = possible_labels(alert.expr, labels_of=stack.series.possible)
    if possible.may_carry(label):
        return
    reason = possible.removed_by(label)
    because = f" ({reason})" if reason else ""
    known = {*(possible.labels or ()), *alert.labels}
    yield Flaw(
        alert.source,
        f'{alert.source.what}: annotation "{field}" uses `$labels.{label}`, which the expression does not keep{because}; '
        "it renders as nothing",
        nearest(label, known) or f"Keep the label in the expression, or use one of: {', '.join(sorted(known))}.",
        field=field,
    )
