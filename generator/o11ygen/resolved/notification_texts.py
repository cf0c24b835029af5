"""Every text that Alertmanager may read as a template: its template files, and the fields of receivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from o11ygen.resolved.source import Source

if TYPE_CHECKING:
    from o11ygen.gotemplate import NotificationTemplate
    from o11ygen.resolved.stack import Stack
    from o11ygen.version import Version


class NotificationText(NamedTuple):
    """One text: `place` is where it stands in its owner, as `headers.Subject`, and `field` the author's field."""

    source: Source
    place: str
    field: str
    text: str
    in_file: bool = False
    kind: str = ""

    def is_parsed_at_load(self, version: Version) -> bool:
        """Whether Alertmanager parses the text as it loads the file, with Go's functions alone."""
        if self.kind == "webhook":
            return self.place == "url" and version[:2] >= (0, 31)
        return self.kind == "opsgenie" and self.place == "responders.type"

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
                    yield NotificationText(integration.source, place, name, text, kind=integration.kind)
            for place, text in _texts(integration.extra, ""):
                yield NotificationText(integration.source, place, "extra", text, kind=integration.kind)


def judged_texts(stack: Stack) -> Iterator[tuple[NotificationText, NotificationTemplate]]:
    """The same, those with actions, each with what is to be said of it for the environment's Alertmanager."""
    from o11ygen.gotemplate import parse_notification_template, refused_at_load

    version = stack.environment.versions["alertmanager"]
    defined: set[str] = set()
    for template in stack.notification_templates:
        defined.update(parse_notification_template(template.text, version=version, in_file=True).defines)
    for one in notification_texts(stack):
        if "{{" not in one.text:
            continue
        parsed = parse_notification_template(one.text, version=version, defined=defined, in_file=one.in_file)
        stops = refused_at_load(one.text, version=version) if one.is_parsed_at_load(version) else ()
        yield one, replace(parsed, problems=stops) if stops else parsed


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
