"""Judging a file that somebody wrote: read as its program reads it, every fault with its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from o11ygen.record import record
from o11ygen.targets.relation import at_least
from o11ygen.version import Version
from o11ygen.yamlread import GO_YAML_2, GO_YAML_3, GO_YAML_3_ANY, Dialect, Document, Fault, Place

# The models are imported for what is to be judged by them: of a plain file nothing is.
if TYPE_CHECKING:
    from o11ygen.targets.model import Kind, Problem, Target

_DIALECTS: Final = {
    "prometheus": GO_YAML_2,
    "prometheus-agent": GO_YAML_2,
    "web": GO_YAML_2,
    "alertmanager": GO_YAML_2,
    "tests": GO_YAML_2,
    "file-sd": GO_YAML_2,
    "rules": GO_YAML_3,
    "blackbox": GO_YAML_3,
}
# Deeper than any file that a person or a program writes, and than the models are read.
DEEPEST: Final = 100


def dialect_of(kind: str, versions: Mapping[str, Version]) -> Dialect:
    """How the program reads a document of that kind, named as in `DOCUMENTS`."""
    if kind == "rules" and not at_least(versions, prometheus="3.0"):
        return GO_YAML_3.keeping_raw("record", "alert", "expr")
    return _DIALECTS.get(kind, GO_YAML_3_ANY)


@record
class Placed:
    """A problem and where in the file it stands; `related` is the other place that a repetition speaks of."""

    problem: Problem
    place: Place
    related: Place | None = None


def judge_document(
    model: type[Target], document: Document, versions: Mapping[str, Version], *, dialect: Dialect
) -> tuple[Placed, ...]:
    """Every fault of a document that was read, in the order of the file; empty when the target accepts it.

    A file without content is one without fields, as the programs read it.
    """
    from o11ygen.targets.model import Problem, judge

    found = [_of_reading(fault) for fault in document.faults if counts(model, fault)]
    if document.depth > DEEPEST:
        problem = Problem((), f"the document is nested {document.depth} levels deep", "Write it flatter")
        found.append(Placed(problem, Place(1, 1)))
    elif not document.refused:
        value = {} if document.value is None else document.value
        problems = judge(model, value, versions, library=dialect.library if dialect.typed else 0)
        found.extend(Placed(problem, _place(document, problem)) for problem in problems)
    return tuple(sorted(found, key=lambda one: one.place))


def _of_reading(fault: Fault) -> Placed:
    from o11ygen.targets.model import Problem

    kind: Kind = "advice" if fault.kind == "advice" else "value"
    return Placed(Problem(fault.path, fault.message, fault.hint, kind), fault.place, fault.related)


def counts(model: type[Target], fault: Fault) -> bool:
    """Whether the program minds: a name that a merge gives twice is refused among labels, not among fields."""
    if fault.kind != "map_key":
        return True
    from o11ygen.targets.model import inner_model

    current: type[Target] | None = model
    for step in fault.path[:-1]:
        if isinstance(step, str) and current is not None:
            current = inner_model(current, step)
    return current is None


def _place(document: Document, problem: Problem) -> Place:
    """A field that should not be there is shown by its name, a wrong value by itself."""
    return document.place(problem.path, key=problem.kind in ("unknown", "version", "deprecated"))
