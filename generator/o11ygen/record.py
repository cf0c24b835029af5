"""Frozen records with slots: what `dataclass(frozen=True, slots=True)` makes, but cheaper to define and to build.

A run imports more than a hundred such classes and uses a part of them, so a constructor is compiled when the first object
is built. Thousands of objects are built in a large run: each is filled while it is of a twin class that can be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A frozen class with slots for its annotated fields; equal and hashed by their values, as dataclasses are.

    The functions of `dataclasses` read it as one of theirs. A class that inherits from it is a record itself.
    """
    own = cls.__dict__
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = tuple(made.__dataclass_fields__.values())  # type: ignore[attr-defined]  # `dataclass` has just set it
    methods: dict[str, object] = {"__init__": _first_of(made, fields), "__getstate__": _state, "__setstate__": _restore}
    methods |= dict.fromkeys(("__setattr__", "__delattr__"), _refuse)
    if "__eq__" not in own:
        compared = [one.name for one in fields if one.compare]
        methods |= {"_compared": attrgetter(*compared) if compared else _nothing, "__eq__": _equal}
        if own.get("__hash__") is None:
            methods["__hash__"] = _hash
    if "__repr__" not in own:
        methods["__repr__"] = _repr
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _first_of(cls: type[Any], fields: tuple[Field[Any], ...]) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **values: Any) -> None:  # noqa: N807 - it becomes the method
        cls.__init__ = _constructor(cls, fields)
        cls.__init__(self, *args, **values)

    return __init__


def _constructor(cls: type[Any], fields: tuple[Field[Any], ...]) -> Callable[..., None]:
    # Both, since Python keeps them in one place: otherwise what is set goes the way of `_refuse` after all.
    changeable = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    twin = type(cls.__name__, (cls,), {"__slots__": (), "__module__": cls.__module__, **changeable})
    names: dict[str, Any] = {"_set": object.__setattr__, "_class": cls, "_twin": twin, "_missing": MISSING}
    parameters, lines = [], ["_set(self, '__class__', _twin)"]
    for one in fields:
        given = one.name
        if one.default_factory is not MISSING:
            names[f"_make_{one.name}"] = one.default_factory
            given = (
                f"_make_{one.name}() if {one.name} is _missing else {one.name}" if one.init else f"_make_{one.name}()"
            )
            default = "=_missing"
        elif one.default is not MISSING:
            names[f"_default_{one.name}"] = one.default
            default = f"=_default_{one.name}"
        else:
            default = ""
        if one.init:
            parameters.append(f"{one.name}{default}")
        if one.init or one.default_factory is not MISSING:
            lines.append(f"self.{one.name} = {given}")
    lines.append("self.__class__ = _class")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n    ".join(lines)
    exec(f"def __init__(self, {', '.join(parameters)}):\n    {body}\n", names)
    constructor: Callable[..., None] = names["__init__"]
    constructor.__qualname__ = f"{cls.__qualname__}.__init__"
    return constructor


def _nothing(_: object) -> tuple[()]:
    return ()


class _Record:
    """What the functions below find in a record."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    _compared: ClassVar[Callable[[object], object]]


def _equal(self: _Record, other: object) -> bool:
    if self is other:
        return True
    if other.__class__ is not self.__class__:
        return NotImplemented  # type: ignore[no-any-return]  # as all comparisons do; it is typed as Any
    compared = self.__class__._compared
    return bool(compared(self) == compared(other))


def _hash(self: _Record) -> int:
    return hash(self.__class__._compared(self))


def _repr(self: _Record) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, one in self.__dataclass_fields__.items() if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _refuse(self: object, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(
        f"`{name}` of {type(self).__qualname__} can't be changed: a record is what it was built as"
    )


def _state(self: _Record) -> list[Any]:
    return [getattr(self, name) for name in self.__dataclass_fields__]


def _restore(self: _Record, state: list[Any]) -> None:
    for name, value in zip(self.__dataclass_fields__, state, strict=True):
        object.__setattr__(self, name, value)
