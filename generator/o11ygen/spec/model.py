"""What every object of the author's model is: frozen, strict, and aware of where it was written."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeGuard

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from o11ygen.origin import Origin, capture, used_here, written_here
from o11ygen.record import record
from o11ygen.spec.given import SOUND, VARYING, is_sound, unordered, unwritable
from o11ygen.spec.parts import part_schema


@record
class Fault:
    """A construction that the model refused: the class, its origin, and pydantic's error with every fault of it.

    `given` are the values by field, so that a fault in a collection is told from one of a kind of value.
    """

    model: type[Spec]
    name: str
    origin: Origin
    error: ValidationError
    given: Mapping[str, Any]


@dataclass(slots=True)
class Collected:
    """What happened while spec modules were imported: refused constructions, and every object that was built."""

    faults: list[Fault] = field(default_factory=list)
    built: list[Spec] = field(default_factory=list)


_COLLECTING: ContextVar[Collected | None] = ContextVar("o11ygen_collecting", default=None)


@contextmanager
def collecting() -> Iterator[Collected]:
    """Within this block a refused construction is recorded and the import goes on, so that every fault is found."""
    collected = Collected()
    token = _COLLECTING.set(collected)
    try:
        yield collected
    finally:
        _COLLECTING.reset(token)


class MisuseError(TypeError):
    """Something was done with a part of a spec that can't be; `hint` says what to do instead."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


class RefusedError(AttributeError):
    """A field was asked for that an object lacks which was refused for it: what follows is no second fault."""


class FrozenError(MisuseError):
    """Something of a spec was to be changed after it was built."""


class Spec(BaseModel):
    """An object of the author's model. Unknown fields are refused; nothing can be changed once it is built.

    Two objects are the same only if they are one: the author's objects have an identity, not only a value.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        use_enum_values=False,
        # The validators of a class are made when its first object is built: no project needs all of the vocabulary.
        defer_build=True,
    )
    __slots__ = ("origin", "refused")

    if TYPE_CHECKING:
        # Set on each instance; a ClassVar keeps them out of the fields.
        origin: ClassVar[Origin]
        refused: ClassVar[bool]
        # Set on each class. pydantic evaluates the annotations of this class again for every one below it.
        positional: ClassVar[tuple[str, ...]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Note which fields may be given without their keyword: those declared with `kw_only=False`."""
        cls.positional = tuple(name for name, info in cls.model_fields.items() if info.kw_only is False)
        _CLASSES.add(cls)
        SOUND.add(cls)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How the class is validated: by its fields when it is asked for itself, by asking it when another names it."""
        if _MAKING.get():
            return part_schema(cls)
        token = _MAKING.set(True)
        try:
            return handler(source)
        finally:
            _MAKING.reset(token)

    # Hidden from type checkers: they read the signature from the fields, and so flag what is missing or misspelt.
    if not TYPE_CHECKING:

        def __init__(self, /, *args: Any, **data: Any) -> None:
            _build(self, args, data, capture())

        def __setattr__(self, name: str, value: Any) -> None:
            raise FrozenError(
                f"`{name}` of {self.label} is set, but what is built does not change: others may hold it already",
                "Give it when the object is built, or use `override` for one environment.",
            )

        def __iter__(self) -> Iterator[tuple[str, Any]]:
            if used_here(but_for="dict"):
                raise MisuseError(
                    f"{self.label} is one object and no collection, but Python goes through it",
                    "Take out the `*` before it, or the loop over it.",
                )
            return super().__iter__()

        def __getattr__(self, name: str) -> Any:
            if name in type(self).model_fields and self.refused:
                raise RefusedError(name, name=name, obj=self)
            return super().__getattr__(name)

    # A function of our own: pydantic puts a hash of the values in place of `object.__hash__`.
    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any = None) -> Self:
        return self

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed, judged by the same model; it keeps the origin of this object.

        Raises pydantic's ValidationError when a change is refused.
        """
        values = {name: getattr(self, name) for name in self.model_fields_set}
        copy = object.__new__(type(self))
        _validate(copy, {**values, **changes}, self.origin)
        return copy

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """A copy in which some fields have one of their alternatives, which were judged when the object was built.

        Raises the error of a relation that does not hold between these.
        """
        copy = object.__new__(type(self))
        object.__setattr__(copy, "__dict__", {**self.__dict__, **values})
        object.__setattr__(copy, "__pydantic_fields_set__", self.__pydantic_fields_set__)
        object.__setattr__(copy, "__pydantic_extra__", None)
        object.__setattr__(copy, "__pydantic_private__", None)
        object.__setattr__(copy, "origin", self.origin)
        object.__setattr__(copy, "refused", self.refused)
        for validator in type(self).__pydantic_decorators__.model_validators.values():
            validator.func(copy)
        return copy

    def __format__(self, spec: str) -> str:
        if type(self).__str__ is Spec.__str__ and written_here():
            raise _in_a_text(self)
        return format(str(self), spec)

    def __str__(self) -> str:
        if used_here(but_for="print"):
            raise _in_a_text(self)
        return super().__str__()

    @property
    def label(self) -> str:
        """How messages call this object: `alert HighErrorRate`."""
        return f"{self.noun()} {_name(type(self), self.__dict__)}".strip()

    @classmethod
    def noun(cls) -> str:
        """How messages call objects of this class: a `ScrapeJob` is a scrape job."""
        return " ".join(word.lower() for word in re.findall(r"[A-Z][a-z0-9]*", cls.__name__))


def _in_a_text(spec: Spec) -> MisuseError:
    return MisuseError(
        f"{spec.label} stands in a text, which would spell out how it was built",
        "Take the part of it that is meant, such as its name; only metrics, labels and recording rules stand for theirs.",
    )


# Whether the validators of a class are being made.
_MAKING: ContextVar[bool] = ContextVar("o11ygen_making", default=False)
_GIVEN: dict[frozenset[str], frozenset[str]] = {}
# Every class of the author's model; `isinstance` of a class of pydantic's runs Python for all that is none.
_CLASSES: set[type] = set()


def _build(self: Spec, args: tuple[Any, ...], data: dict[str, Any], origin: Origin) -> None:
    collected = _COLLECTING.get()
    try:
        _validate(self, _named(type(self), args, data), origin)
    except ValidationError as error:
        if collected is None:
            raise
        values = {**dict(zip(type(self).positional, args, strict=False)), **data}
        raw = type(self).model_construct(**values)
        object.__setattr__(self, "__dict__", raw.__dict__)
        object.__setattr__(self, "__pydantic_fields_set__", raw.model_fields_set)
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)
        object.__setattr__(self, "origin", origin)
        object.__setattr__(self, "refused", True)
        collected.faults.append(Fault(type(self), _name(type(self), values), origin, error, values))
    if collected is not None:
        collected.built.append(self)


def _name(model: type[Spec], values: Mapping[str, Any]) -> str:
    """The name or title by which people know an object; empty for a class that has none."""
    given = [values.get(field) for field in ("name", "title") if field in model.positional]
    return next((name for name in given if isinstance(name, str)), "")


def _validate(self: Spec, values: Mapping[str, Any], origin: Origin) -> None:
    # Most values need no second look.
    doubtful = [
        (name, value)
        for name, value in values.items()
        if not (value.isascii() if (kind := value.__class__) is str else kind in SOUND or is_sound(value))
    ]
    for name, value in doubtful:
        if (fault := unwritable(value)) is not None:
            raise _refusal(type(self), (name,), *fault)
    object.__setattr__(self, "refused", False)
    self.__pydantic_validator__.validate_python(values, self_instance=self)
    for name, value in doubtful:
        if (fault := unordered(value)) is not None:
            raise _refusal(type(self), (name,), *fault)
    # Thousands of objects give the same fields: they share the set of their names, which alone takes 700 bytes.
    given = frozenset(self.__pydantic_fields_set__)
    object.__setattr__(self, "__pydantic_fields_set__", _GIVEN.setdefault(given, given))
    object.__setattr__(self, "origin", origin)


def _named(model: type[Spec], args: tuple[Any, ...], data: dict[str, Any]) -> dict[str, Any]:
    if not args:
        return data
    names = model.positional
    if len(args) > len(names):
        fields = list(model.model_fields)
        allowed = f"only `{'`, `'.join(names)}`" if names else "nothing"
        raise _refusal(
            model,
            (),
            f"{len(args)} values come without a keyword; {allowed} may"
            if len(args) > 1
            else "a value comes without a keyword; nothing may",
            "Name the others: `field=value`."
            if names
            else f"Name what is given: {', '.join(map('`{}=`'.format, fields))}.",
        )
    values = dict(zip(names, args, strict=False))
    for name in values:
        if name in data:
            raise _refusal(model, (name,), "it is given twice", "Give it once.")
    values.update(data)
    return values


def _refusal(
    model: type[Spec], place: tuple[str, ...], message: str, hint: str, id: str = "spec/value"
) -> ValidationError:
    return ValidationError.from_exception_data(
        model.__name__,
        [
            InitErrorDetails(
                type=PydanticCustomError("spec_value", "{text}", {"text": message, "hint": hint, "id": id}),
                loc=place,
                input=None,
            )
        ],
        hide_input=True,
    )


def refuse_here(
    model: type[Spec],
    name: str,
    origin: Origin,
    place: tuple[str, ...],
    message: str,
    hint: str,
    *,
    id: str = "spec/value",
) -> None:
    """Report a fault that no validator can see; raises pydantic's ValidationError where nothing collects faults."""
    error = _refusal(model, place, message, hint, id)
    collected = _COLLECTING.get()
    if collected is None:
        raise error
    collected.faults.append(Fault(model, name, origin, error, {}))


def relation(judge: Callable[[Any], None]) -> Any:
    """A validator over several fields, which raises what `refuse` makes.

    pydantic asks it again wherever the object is used; one that was refused when it was built is not refused anew. Of
    fields that differ by environment it is asked in each environment.
    """

    @functools.wraps(judge)
    def validate(spec: Spec) -> Spec:
        if not spec.refused and VARYING.isdisjoint(map(type, spec.__dict__.values())):
            judge(spec)
        return spec

    return model_validator(mode="after")(validate)


def is_spec(value: object) -> TypeGuard[Spec]:
    """Whether a value is an object of the author's model: `isinstance(value, Spec)`, ten times as fast."""
    return value.__class__ in _CLASSES


def refused_fields(spec: Spec) -> frozenset[str]:
    """The fields for which an object was refused."""
    values = {name: getattr(spec, name) for name in spec.model_fields_set}
    try:
        _validate(object.__new__(type(spec)), values, spec.origin)
    except ValidationError as error:
        return frozenset(str(line["loc"][0]) for line in error.errors(include_url=False) if line["loc"])
    return frozenset()


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """The error a validator of a spec raises: `message` is what is wrong and why it matters, `hint` what to do."""
    return PydanticCustomError("spec_value", "{text}", {"text": message, "hint": hint})
