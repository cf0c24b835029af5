from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.gotemplate import judge_rule_template
from o11ygen.resolved import AlertRule, Stack
from o11ygen.version import Version

# The classic mistake; the spec knows what its author wants.
_FOR = "`$for`"
_FIELDS = {"runbook_url": "runbook", "dashboard_url": "dashboard"}


@check("template/syntax", Severity.ERROR)
def template_syntax(stack: Stack) -> Iterator[Flaw]:
    """Labels and annotations whose template Prometheus refuses, or can't run.

    A template that does not parse, or uses a variable or function that Prometheus does not have, makes Prometheus refuse
    the whole rule file. One that parses but fails when it runs puts an error message in place of the text, first seen
    when the alert fires (a warning where it fails only for some values). `{{ $for }}` is the classic mistake: Prometheus
    has no such variable.

    Bad::

        description="Down for {{ $for }}"

    Good::

        description="Down for more than ${for:duration}"
    """
    version = stack.environment.versions["prometheus"]
    question = ("template/syntax", version)
    yield from stack.in_alerts(question, lambda alert: _flaws(alert, version), alike=True)


def _flaws(alert: AlertRule, version: Version) -> Iterator[Flaw]:
    for kind, texts in (("label", alert.labels), ("annotation", alert.annotations)):
        for name, text in texts.items():
            if "{{" not in text:
                continue
            field = _FIELDS.get(name, name)
            for problem in judge_rule_template(text, version=version).problems:
                yield Flaw(
                    alert.source,
                    f'{alert.source.what}: {kind} "{field}": {problem.message}',
                    "Write `${for:duration}`, outside of `{{ }}`." if _FOR in problem.message else problem.hint,
                    field=field if kind == "annotation" else "labels",
                    severity=None if problem.refused or problem.certain else Severity.WARNING,
                )
