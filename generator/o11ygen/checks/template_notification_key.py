from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.resolved import Stack
from o11ygen.resolved.notification_texts import judged_texts
from o11ygen.resolved.outcomes import MISSING
from o11ygen.resolved.sent import Sent

_ALL = "..."
_ANNOTATIONS = ("Annotations", "CommonAnnotations")
_LABELS = ("Labels", "CommonLabels")


@check("template/notification-key", Severity.WARNING, needs=("routes", "rules", "metrics"), everywhere=True)
def template_notification_key(stack: Stack) -> Iterator[Flaw]:
    """Notification templates that print a label or annotation which no alert has, or which no route groups by.

    It renders as nothing: the message reads "in  since 10:15", and nobody sees why. `.GroupLabels` has the labels of
    `group_by` only.

    Bad::

        slack("#alerts", text="{{ .CommonAnnotations.sumary }}")
        Alert("Down", ...)

    Good::

        slack("#alerts", text="{{ .CommonAnnotations.summary }}")
        Alert("Down", ...)
    """
    if not stack.alerts:
        return
    grouped = {name for route in stack.route.walk() for name in route.group_by}
    sent = Sent.of(stack)
    for one, template in judged_texts(stack):
        for of, key in dict.fromkeys((read.of, read.key) for read in template.needs):
            why, hint = "", ""
            if of in _ANNOTATIONS and not any(key in alert.annotations for alert in stack.alerts):
                why = "no alert has that annotation"
                hint = nearest(key, {name for alert in stack.alerts for name in alert.annotations})
            elif of == "GroupLabels" and _ALL not in grouped and key not in grouped:
                why = "no route groups by that label"
                hint = nearest(key, grouped) or f"Write `.CommonLabels.{key}`, or add it to `group_by`."
            elif of in _LABELS and sent.anywhere(key) == MISSING:
                why, hint = "no alert has that label", nearest(key, sent.static_names)
            if why:
                offset = next(read.offset for read in template.needs if (read.of, read.key) == (of, key))
                yield Flaw(
                    one.source,
                    f"{one.source.what}: {one.where(offset)}: `.{of}.{key}` renders as nothing: {why}",
                    hint or f"Print it only where it is: `{{{{ with .{of}.{key} }}}}...{{{{ end }}}}`.",
                    field=one.field,
                )
