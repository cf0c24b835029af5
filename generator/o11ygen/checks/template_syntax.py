from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import templates_of

# The classic mistake; the spec knows what its author wants.
_FOR = "`$for`"


@check(
    "template/syntax", Severity.ERROR, of="alert", alike=True, by=lambda stack: stack.environment.versions["prometheus"]
)
def template_syntax(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
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
    replaces = "conventions" in stack.known
    for one, template in templates_of(alert, version=stack.environment.versions["prometheus"]):
        for problem in template.problems:
            yield Flaw(
                alert.source,
                f"{alert.source.what}: {one.title}: {problem.message}",
                "Write `${for:duration}`, outside of `{{ }}`."
                if replaces and _FOR in problem.message
                else problem.hint,
                field=one.field,
                severity=None if problem.refused or problem.certain else Severity.WARNING,
            )
