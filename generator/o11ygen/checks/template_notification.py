from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.gotemplate import line_and_column, parse_notification_template
from o11ygen.resolved import Source, Stack
from o11ygen.version import Version


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
    version = stack.environment.versions["alertmanager"]
    defined: set[str] = set()
    for template in stack.notification_templates:
        parsed = parse_notification_template(template.text, version=version, in_file=True)
        defined.update(parsed.defines)
    for template in stack.notification_templates:
        yield from _flaws(template.text, "text", "text", template.source, version, defined, in_file=True)
    for receiver in stack.receivers:
        for integration in receiver.integrations:
            for name, value in integration.settings.items():
                for place, text in _texts(value, name):
                    yield from _flaws(text, place, name, integration.source, version, defined)
            for place, text in _texts(integration.extra, ""):
                yield from _flaws(text, place, "extra", integration.source, version, defined)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text inside of a field, with its place: `headers.Subject`."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item, place)


def _flaws(
    text: str,
    place: str,
    field: str,
    source: Source,
    version: Version,
    defined: set[str],
    *,
    in_file: bool = False,
) -> Iterator[Flaw]:
    parsed = parse_notification_template(text, version=version, defined=defined, in_file=in_file)
    for problem in parsed.problems:
        line, _ = line_and_column(text, offset=problem.offset)
        where = f"`{place}`, line {line}" if "\n" in text else f"`{place}`"
        yield Flaw(
            source,
            f"{source.what}: {where}: {problem.message}",
            problem.hint,
            field=field,
            severity=None if problem.refused or problem.certain else Severity.WARNING,
        )
