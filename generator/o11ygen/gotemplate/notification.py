"""Notification templates: parsed and judged for an Alertmanager version."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from o11ygen.gotemplate import alertmanager
from o11ygen.gotemplate.flow import Flow
from o11ygen.gotemplate.nodes import Definition, Node, Text
from o11ygen.gotemplate.parser import parse
from o11ygen.gotemplate.problem import Problem
from o11ygen.gotemplate.record import Record
from o11ygen.gotemplate.types import ANY
from o11ygen.record import record
from o11ygen.version import Version


class KeyRead(NamedTuple):
    """A label or annotation that a template asks for; `of` is the field: `Labels`, `CommonAnnotations` ..."""

    of: str
    key: str
    offset: int


class TemplateCall(NamedTuple):
    """A `{{ template "name" }}`."""

    name: str
    offset: int


@record
class NotificationTemplate:
    """The text of a receiver's field, or a template file.

    `problems` holds every fault in the order of the text; `reads` and `calls` what it asks for and calls, likewise.
    `needs` are the reads that no condition around has looked for, so that they print nothing where there is none.
    """

    text: str
    nodes: tuple[Node, ...]
    definitions: tuple[Definition, ...] = ()
    problems: tuple[Problem, ...] = ()
    reads: tuple[KeyRead, ...] = ()
    calls: tuple[TemplateCall, ...] = ()
    needs: tuple[KeyRead, ...] = ()

    @property
    def defines(self) -> tuple[str, ...]:
        """The names it defines, sorted."""
        return tuple(sorted(definition.name for definition in self.definitions))


def parse_notification_template(
    text: str, *, version: Version | None = None, defined: Collection[str] = (), in_file: bool = False
) -> NotificationTemplate:
    """Parse and judge a notification template; never raises, whatever the text.

    `defined` names the templates that the template files define; Alertmanager's own are known. `in_file` tells a
    template file, which Alertmanager parses at load, from the text of a receiver's field, which it parses with each
    notification. Without a version nothing is held against what only newer releases know.
    """
    if "{{" not in text:
        return NotificationTemplate(text, (Text(0, text),) if text else ())
    return _parse(text, version, frozenset(defined), in_file)


def refused_at_load(text: str, *, version: Version | None = None) -> tuple[Problem, ...]:
    """Why Alertmanager does not load the file for the URL of a webhook, or the type of a responder, that has `{{`."""
    return parse(text, dialect=alertmanager.AT_LOAD, version=version).problems


@lru_cache(maxsize=2048)
def _parse(text: str, version: Version | None, defined: frozenset[str], in_file: bool) -> NotificationTemplate:
    dialect = alertmanager.FILES if in_file else alertmanager.FIELDS
    parsed = parse(text, dialect=dialect, version=version)
    record = Record(dialect, version)
    elsewhere = defined | alertmanager.builtin_templates(version)
    flow = Flow(record, definitions=parsed.definitions, elsewhere=elsewhere, assigned=parsed.assigned)
    flow.template(parsed.nodes, dot=ANY if in_file else alertmanager.DATA)
    flow.rest()
    names = {type_: name for name, type_ in alertmanager.MAPS.items()}
    reads = {KeyRead(names[read.of], read.key, read.offset) for read in record.reads if read.of in names}
    spared = {record.reads[place].offset for place in record.spared}
    ordered = tuple(sorted(reads, key=lambda read: (read.offset, read.of, read.key)))
    return NotificationTemplate(
        text,
        parsed.nodes,
        parsed.definitions,
        tuple(sorted((*parsed.problems, *record.problems), key=lambda problem: problem.offset)),
        ordered,
        tuple(TemplateCall(name, offset) for name, offset in sorted(set(record.calls), key=lambda call: call[1])),
        tuple(read for read in ordered if read.offset not in spared),
    )
