"""What all target models share: field names, version gates, and the judge that reports every fault at once.

One pydantic model per document of a target system builds it, judges it and gives its JSON Schema. A field says in its
annotation which releases know it::

    keep_firing_for: Annotated[Duration | None, Since(prometheus="2.42")] = None

Building (`Rule(alert="X", expr="up")`) checks the shape; `judge` also reads the declared versions from the validation
context, so that a field which the version lacks and a wrong value come out of one pass.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from copy import copy
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails

from o11ygen.finding import nearest
from o11ygen.targets.expected import expected
from o11ygen.targets.gates import Deprecated as Deprecated
from o11ygen.targets.gates import Removed as Removed
from o11ygen.targets.gates import Since as Since
from o11ygen.targets.gates import spelling
from o11ygen.targets.path import Path as Path
from o11ygen.targets.path import part_at
from o11ygen.targets.postponed import Later, PartsInPlace, schema_of
from o11ygen.targets.problem import Kind as Kind
from o11ygen.targets.problem import Problem as Problem
from o11ygen.targets.refusal import refuse as refuse
from o11ygen.targets.relation import Rule, Versions, relations_of
from o11ygen.targets.shapes import name_of
from o11ygen.version import Version


class Target(BaseModel):
    """Part of a document of a target system: unknown fields are refused, as the target's own reader does."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=spelling,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        # A document's validators are built when one is first read or built: most runs need few of the models.
        defer_build=True,
    )
    if TYPE_CHECKING:
        # Set on each class. pydantic evaluates the annotations of this class again for every one below it.
        _relations: ClassVar[tuple[Rule, ...]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Gather the rules between fields that the class and its bases declare."""
        super().__pydantic_init_subclass__(**kwargs)
        cls._relations = relations_of(cls)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return schema_of(cls, source, handler)

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """The JSON Schema of the document with every part that it may have; the options are pydantic's."""
        return super().model_json_schema(*args, **{"schema_generator": PartsInPlace, **options})

    @model_validator(mode="after")
    def _judge_relations(self, info: ValidationInfo) -> Self:
        context = info.context or {}
        if not self._relations or not context.get("relations", True):
            return self
        versions = context.get("versions", {})
        found = [fault for judge_relation in self._relations for fault in judge_relation(self, versions)]
        faults = [fault for fault in found if fault.kind != "advice"]
        if faults:
            lines = [
                InitErrorDetails(type=refuse(fault.message, fault.hint), loc=fault.at, input=None) for fault in faults
            ]
            raise ValidationError.from_exception_data(type(self).__name__, lines)
        return self

    def given(self) -> Iterator[tuple[str, Any]]:
        """The fields that were set, with their names in Python, in the order the model declares them."""
        return ((name, getattr(self, name)) for name in self.field_names() if name in self.model_fields_set)

    def field_names(self) -> Iterable[str]:
        """The names of all fields in Python."""
        return type(self).model_fields

    def document(self) -> dict[str, Any]:
        """The fields that were set, in the order the model declares them, under the names the target uses."""
        return self.model_dump(mode="python", by_alias=True, exclude_unset=True)


def judge(
    model: type[Target], value: object, versions: Mapping[str, Version], *, library: int = 0
) -> tuple[Problem, ...]:
    """Every fault of `value`, a plain document, for the declared versions; empty when the target accepts it.

    `library` is the major version of go-yaml that reads the document, where its scalars keep their spelling.

    A fault in one place hides none in another: what is wrong, or not known, is left out and the rest is read again,
    without version gates, so that what lies below and the relations between all others are judged too.
    """
    problems: tuple[Problem, ...] = ()
    wrong: set[Path] = set()
    cuts: dict[Path, _Cut] = {}
    context: dict[str, Any] = {"versions": versions, "relations": False, "library": library}
    for _ in range(_MOST_READINGS):
        try:
            document = _read(model, value, context)
        except ValidationError as error:
            found = _problems(model, error, value, versions)
        else:
            return problems + tuple(_broken_relations(document, versions, (), skip=wrong))
        # What is missing now because it was left out is no fault of the document.
        known = set(problems)
        problems += tuple(problem for problem in found if problem not in known and problem.path not in cuts)
        faulty = [problem for problem in found if problem.kind in ("unknown", "value")]
        if not all(problem.path for problem in faulty):
            break
        places = [(problem, _place(value, problem.path, cuts)) for problem in faulty]
        value = _copied(value, [place for _, place in places])
        for problem, place in places:
            _leave_out(value, place, cuts, known=problem.kind == "value")
            if problem.kind == "value":
                wrong.add(place[:-1])
        context["gates"] = False
    return problems


_MOST_READINGS = 8
# How a part was left out: its value is null, which keeps its name for those that refer to it, or it is gone.
_Cut: TypeAlias = Literal["null", "gone"]


def _copied(document: Any, places: Iterable[Path]) -> Any:
    """The document with copies of what lies on the way to the places, and all else as it is: it may be large."""
    document = copy(document)
    own = {id(document)}
    for place in places:
        holder = document
        for step in place[:-1]:
            inner = holder.get(step) if isinstance(holder, dict) else holder[step]
            if not isinstance(inner, (dict, list)):
                break
            if id(inner) not in own:
                inner = holder[step] = copy(inner)
                own.add(id(inner))
            holder = inner
    return document


def _leave_out(document: Any, place: Path, cuts: dict[Path, _Cut], *, known: bool) -> None:
    """Leave out what stands at `place`; where that was tried before, more, and in the end the part that holds it."""
    while place and cuts.get(place) == "gone":
        place = _place(document, place[:-1], cuts)
    if not place:
        return
    holder: Any = document
    for step in place[:-1]:
        holder = holder.get(step) if isinstance(holder, dict) else holder[step]
        if not isinstance(holder, (dict, list)):
            # What holds it was left out for another fault of the same reading.
            return
    if known and place not in cuts:
        cuts[place] = "null"
        holder[place[-1]] = None
    else:
        cuts[place] = "gone"
        holder.pop(place[-1], None)


def _read(model: type[Target], value: object, context: dict[str, Any]) -> Target:
    document: Target = model.__pydantic_validator__.validate_python(
        value, context=context, by_alias=True, by_name=False
    )
    return document


def _place(document: Any, path: Path, cuts: Mapping[Path, _Cut]) -> Path:
    """The part to leave out so that the fault at `path` is gone.

    A key that is missing, and an item of a list, go with the key that holds them: places must keep their numbers. A
    key that is missing in an item is first put in, as null, so that the other items are judged.
    """
    holder = document
    found: Path = ()
    for depth, step in enumerate(path):
        if isinstance(holder, dict) and step in holder:
            found = path[: depth + 1]
        elif not isinstance(holder, list):
            item = isinstance(holder, dict) and depth + 1 == len(path) and isinstance(path[depth - 1], int)
            return path if item and path not in cuts else found
        holder = holder[step]
    return found


def _broken_relations(part: Target, versions: Versions, path: Path, skip: Container[Path] = ()) -> Iterator[Problem]:
    """The faults between fields, from the outside in; `skip` names parts whose own fields are already reported."""
    if path not in skip:
        for judge_relation in part._relations:
            for fault in judge_relation(part, versions):
                if not fault.at or path + fault.at not in skip:
                    yield Problem(path + fault.at, fault.message, fault.hint, fault.kind)
    for alias, name in _nested_fields(type(part)):
        value = getattr(part, name)
        items: Iterable[tuple[Path, Any]] = (((alias,), value),)
        if isinstance(value, list):
            items = (((alias, index), item) for index, item in enumerate(value))
        elif isinstance(value, dict):
            items = (((alias, key), item) for key, item in value.items())
        for place, item in items:
            if isinstance(item, Target):
                yield from _broken_relations(item, versions, path + place, skip)


@cache
def _nested_fields(model: type[Target]) -> tuple[tuple[str, str], ...]:
    """The fields that hold other models: their names in the file and in Python."""
    return tuple(
        (field.alias or name, name)
        for name, field in model.model_fields.items()
        if _inner_model(field.annotation) is not None
    )


def _problems(model: type[Target], error: ValidationError, value: object, versions: Versions) -> tuple[Problem, ...]:
    return tuple(_problem(model, line, value, versions) for line in error.errors(include_url=False))


def _problem(model: type[Target], line: Any, value: object, versions: Versions) -> Problem:
    context: Mapping[str, Any] = line.get("ctx") or {}
    path = _path(line, value)
    kind: Kind = "value"
    message, hint = str(line["msg"]), str(context.get("hint", ""))
    if line["type"] == "o11ygen_version":
        kind = "version"
    elif line["type"] == "o11ygen_deprecated":
        kind = "deprecated"
    elif line["type"] == "o11ygen_value":
        message = str(context.get("text", message))
    elif line["type"] == "extra_forbidden":
        kind = "unknown"
        known = known_fields(model, path[:-1], versions)
        message = f"unknown field `{path[-1]}`"
        hint = nearest(str(path[-1]), known) or "Known fields: " + ", ".join(sorted(known))
    elif line["type"] == "missing":
        message = f"`{path[-1]}` is required"
    else:
        message = expected(line["type"], context) or message
        if line["type"] == "literal_error" and isinstance(line["input"], str):
            hint = nearest(line["input"], str(context.get("expected", "")).split("'")[1::2])
    return Problem(path, message, hint, kind)


def _path(line: Any, value: object) -> Path:
    """The place in the document, without what pydantic puts between: branches of unions and wrapped functions.

    Their names have brackets; so may a name in the document.
    """
    steps: tuple[str | int, ...] = line["loc"]
    named = line["type"] in ("extra_forbidden", "missing")
    found: list[str | int] = []
    for step in steps:
        own = isinstance(value, Mapping) and step in value
        if isinstance(step, str) and ("[" in step or "(" in step) and not own and not (named and step is steps[-1]):
            continue
        found.append(step)
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
    return tuple(found)


def known_fields(model: type[Target], path: Path, versions: Versions = MappingProxyType({})) -> tuple[str, ...]:
    """The names of the fields at `path` of a document, for the nearest match of a misspelt one.

    Those that the release lacks are left out.
    """
    return _aliases(part_at(model, path, inner_model), tuple(versions.items()))


@cache
def _aliases(model: type[Target], versions: tuple[tuple[str, Version], ...]) -> tuple[str, ...]:
    return tuple(
        field.alias or name
        for name, field in model.model_fields.items()
        if all(gate.knows(dict(versions)) for gate in field.metadata if isinstance(gate, Since | Removed))
    )


def inner_model(model: type[Target], name: str) -> type[Target] | None:
    """The model of what the field of this name in the file holds; None where there is none."""
    inner = _inner_fields(model).get(name)
    return inner.load() if inner is not None and issubclass(inner, Later) else inner


def inner_models(model: type[Target]) -> dict[str, str]:
    """The names of the models that the fields hold, by the names of the fields in the file."""
    return {name: name_of(inner) for name, inner in _inner_fields(model).items()}


@cache
def _inner_fields(model: type[Target]) -> dict[str, type[Target] | type[Later]]:
    found: dict[str, type[Target] | type[Later]] = {}
    for name, field in model.model_fields.items():
        inner = _inner_model(field.annotation)
        if inner is not None:
            found[field.alias or name] = inner
    return found


def _inner_model(annotation: Any) -> type[Target] | type[Later] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Target | Later) else None
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
