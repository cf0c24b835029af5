from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.notification_texts import NotificationText, judged_texts

if TYPE_CHECKING:
    from o11ygen.gotemplate import Problem


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
    alike: dict[Hashable, list[NotificationText]] = {}
    problems: dict[Hashable, tuple[Problem, ...]] = {}
    for one, template in judged_texts(stack):
        if template.problems:
            # Receivers share a text, and then its faults; but what is accepted of one of them is not of the others.
            shared = (one.place, one.text, one.kind, tuple([allowed.key for allowed in one.source.allowances]))
            alike.setdefault(shared, []).append(one)
            problems[shared] = template.problems
    for key, (one, *others) in alike.items():
        also = tuple(
            [Related(other.source.location(other.field), f"{other.source.what} has the same text") for other in others]
        )
        for problem in problems[key]:
            yield Flaw(
                one.source,
                f"{one.source.what}: {one.where(problem.offset)}: {problem.message}",
                problem.hint,
                field=one.field,
                related=also,
                severity=None if problem.refused or problem.certain else Severity.WARNING,
            )
