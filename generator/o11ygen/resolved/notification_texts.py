"""Every text that Alertmanager may read as a template: its template files, and the fields of receivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from o11ygen.resolved.source import Source

if TYPE_CHECKING:
    from o11ygen.gotemplate import NotificationTemplate
    from o11ygen.resolved.stack import Stack


class NotificationText(NamedTuple):
    """One text: `place` is where it stands in its owner, as `headers.Subject`, and `field` the author's field."""

    source: Source
    place: str
    field: str
    text: str
    in_file: bool = False

    def where(self, offset: int) -> str:
        """How messages call the place of a character."""
        from o11ygen.gotemplate import line_and_column

        line, _ = line_and_column(self.text, offset=offset)
        return f"`{self.place}`, line {line}" if "\n" in self.text else f"`{self.place}`"


def notification_texts(stack: Stack) -> Iterator[NotificationText]:
    """Those of template files, then those of receivers, in their order."""
    for template in stack.notification_templates:
        yield NotificationText(template.source, "text", "text", template.text, in_file=True)
    for receiver in stack.receivers:
        for integration in receiver.integrations:
            for name, value in integration.settings.items():
                for place, text in _texts(value, name):
                    yield NotificationText(integration.source, place, name, text)
            for place, text in _texts(integration.extra, ""):
                yield NotificationText(integration.source, place, "extra", text)


def judged_texts(stack: Stack) -> Iterator[tuple[NotificationText, NotificationTemplate]]:
    """The same, those with actions, each with what is to be said of it for the environment's Alertmanager."""
    from o11ygen.gotemplate import parse_notification_template

    version = stack.environment.versions["alertmanager"]
    defined: set[str] = set()
    for template in stack.notification_templates:
        defined.update(parse_notification_template(template.text, version=version, in_file=True).defines)
    for one in notification_texts(stack):
        if "{{" in one.text:
            yield one, parse_notification_template(one.text, version=version, defined=defined, in_file=one.in_file)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text inside of a field, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item, place)
