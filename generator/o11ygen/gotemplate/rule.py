"""Templates of alerting rules: parsed, judged for a Prometheus version, and the facts a linter asks for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from o11ygen.gotemplate import prometheus
from o11ygen.gotemplate.flow import Flow
from o11ygen.gotemplate.nodes import Definition, Node, Text
from o11ygen.gotemplate.parser import parse
from o11ygen.gotemplate.problem import Problem
from o11ygen.gotemplate.record import Asked, Read, Record
from o11ygen.record import record
from o11ygen.version import Version

# An action that ends at its first braces: no comment, no raw string, no character, and strings that close.
_ACTION = re.compile(r"""(\{\{(?:[^"'`{}/]++|"(?:[^"\\\n]++|\\[^\n])*+")*+\}\})""")


class ValueUse(NamedTuple):
    """One place that reads `$value`, and the functions it goes through, in order; none where it is printed raw."""

    offset: int
    functions: tuple[str, ...]


class QueryText(NamedTuple):
    """The PromQL of a `query "..."`, and where it, or the `query` it is piped to, stands.

    It has several `pieces` where a value of the alert is put between them. `labels` are those that are asked of its
    series. `is_first_taken` tells that a series is taken out of the result though nothing has looked whether there is one.
    """

    pieces: tuple[str, ...]
    offset: int
    labels: tuple[str, ...] = ()
    is_first_taken: bool = False

    @property
    def text(self) -> str:
        """The query, with an ellipsis for each value that is put in."""
        return "…".join(self.pieces)


@record
class RuleTemplate:
    """A label or annotation of an alerting rule.

    `problems` holds every fault, in the order of the text. `labels` and `external_labels` are the names it asks for,
    sorted, without those that it only asks for where a condition has looked whether they are there. `values` are the uses
    of `$value`, `queries` those queries whose text is written out, or made by `printf` or `print`.
    """

    text: str
    nodes: tuple[Node, ...]
    definitions: tuple[Definition, ...] = ()
    problems: tuple[Problem, ...] = ()
    labels: tuple[str, ...] = ()
    external_labels: tuple[str, ...] = ()
    values: tuple[ValueUse, ...] = ()
    queries: tuple[QueryText, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether Prometheus refuses to load a rule file with this template."""
        return any(problem.refused for problem in self.problems)

    @property
    def is_plain(self) -> bool:
        """Whether it is text only, the same for every alert."""
        return all(isinstance(node, Text) for node in self.nodes)


def parse_rule_template(text: str, *, version: Version | None = None) -> RuleTemplate:
    """Parse and judge a label or annotation template; never raises, whatever the text.

    Without a version nothing is held against what only newer releases know.
    """
    if "{{" not in text:
        return RuleTemplate(text, (Text(0, text),) if text else ())
    return _parse(text, version)


class TemplateVerdict(NamedTuple):
    """What a linter asks of a rule template; the fields are those of RuleTemplate.

    Only problems have a place in the text. `values` are the functions that each use of `$value` goes through.
    """

    problems: tuple[Problem, ...]
    labels: tuple[str, ...]
    external_labels: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    queries: tuple[QueryText, ...]


@lru_cache(maxsize=1 << 16)
def judge_rule_template(text: str, *, version: Version | None = None) -> TemplateVerdict:
    """The faults and label names of a template, as `parse_rule_template` tells them, without its nodes.

    A project has thousands of annotations whose prose differs and whose actions do not: those are judged once. Only a
    fault has a place in the text, so a text whose actions have one is parsed itself.
    """
    actions = template_actions(text)
    if actions:
        parsed = _parse(actions, version)
        if not parsed.problems:
            return _verdict(parsed)
    return _verdict(parse_rule_template(text, version=version))


def _verdict(parsed: RuleTemplate) -> TemplateVerdict:
    values = tuple(dict.fromkeys(use.functions for use in parsed.values))
    return TemplateVerdict(parsed.problems, parsed.labels, parsed.external_labels, values, parsed.queries)


def template_actions(text: str) -> str:
    """The template with a letter for each piece of prose; empty when an action is not of the plain kind.

    Two templates of the same actions have the same verdict, unless it holds a fault, which has a place in the text.
    """
    pieces = _ACTION.split(text)
    for place in range(0, len(pieces), 2):
        prose = pieces[place]
        if "{{" in prose or "}}" in prose or prose.endswith("{"):
            return ""
        if prose and not prose.isspace():
            pieces[place] = "x"
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _parse(text: str, version: Version | None) -> RuleTemplate:
    parsed = parse(text, dialect=prometheus.RULES, version=version)
    record = Record(prometheus.RULES, version, tracked=prometheus.VALUE)
    flow = Flow(record, definitions=parsed.definitions, assigned=parsed.assigned)
    flow.template(parsed.nodes, dot=prometheus.DATA)
    reads = [read for place, read in enumerate(record.reads) if place not in record.spared]
    labels = {read.key for read in reads if read.of is prometheus.LABELS}
    external_labels = {read.key for read in reads if read.of is prometheus.EXTERNAL_LABELS}
    problems = (*parsed.problems, *record.problems)
    return RuleTemplate(
        text,
        parsed.nodes,
        parsed.definitions,
        tuple(sorted(problems, key=_offset)) if len(problems) > 1 else problems,
        tuple(sorted(labels)),
        tuple(sorted(external_labels)),
        tuple(ValueUse(offset, functions) for offset, functions in sorted(record.uses.items())),
        tuple(_query(number, asked, reads) for number, asked in enumerate(record.queries)),
    )


def _query(number: int, asked: Asked, reads: list[Read]) -> QueryText:
    labels = {read.key for read in reads if read.query == number}
    return QueryText(asked.pieces, asked.offset, tuple(sorted(labels)), asked.is_first_taken)


def _offset(problem: Problem) -> int:
    return problem.offset
