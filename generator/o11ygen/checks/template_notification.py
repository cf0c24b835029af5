from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.notification_texts import judged_texts


@check("template/notification", Severity.ERROR, needs=("routes",))
def template_notification(stack: Stack) -> Iterator[Flaw]:
    """Notification templates, and texts of receivers, that Alertmanager refuses or can't run.

    A template file that does not parse makes Alertmanager refuse its configuration. A receiver's text is read only when
    there is something to tell: a misspelt function, field or template name loads without a word, and the first alert in
    earnest is never sent (a warning where that depends on the alert).

    Bad::

        slack("#alerts", title="{{ .CommonLabels.alertname | upper }}")

    Good::

        slack("#alerts", title="{{ .CommonLabels.alertname | toUpper }}")
    """
    for one, template in judged_texts(stack):
        for problem in template.problems:
            yield Flaw(
                one.source,
                f"{one.source.what}: {one.where(problem.offset)}: {problem.message}",
                problem.hint,
                field=one.field,
                severity=None if problem.refused or problem.certain else Severity.WARNING,
            )
