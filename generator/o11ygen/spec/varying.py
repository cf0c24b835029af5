"""What differs by environment: one value with those of environments and tiers beside it, in any field that takes it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, TypeAlias, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from o11ygen.origin import Origin, capture, used_here, written_here
from o11ygen.spec.frozen import FrozenDict
from o11ygen.spec.given import Alternatives
from o11ygen.spec.model import MisuseError, refuse

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _Unset:
    """The default of `per_env` when none is given: an environment without a value is then an error."""

    def __repr__(self) -> str:
        return "no default"


UNSET: Final = _Unset()


def _in_a_text() -> MisuseError:
    return MisuseError(
        "a value that differs by environment stands in a text, which is the same in all of them",
        "Give it as `threshold=` or in `params={...}`, and write `$name` there; or make the whole text a `per_env`.",
    )


class PerEnv(Alternatives, Generic[T_co]):
    """A value that differs by environment; build it with `per_env`."""

    __slots__ = ("default", "environments", "origin", "tiers")

    def __init__(
        self,
        default: T_co | _Unset,
        environments: Mapping[str, T_co],
        tiers: Mapping[str, T_co],
        origin: Origin,
    ) -> None:
        self.default = default
        self.environments: Mapping[str, T_co] = FrozenDict(environments)
        self.tiers: Mapping[str, T_co] = FrozenDict(tiers)
        self.origin = origin

    def __bool__(self) -> bool:
        if written_here():
            raise MisuseError(
                "Python decides by a value that differs by environment, which is not known here: any counts as true",
                "Make the whole value a `per_env`: `per_env(one, {...: other})` instead of `one if ... else other`; or ask "
                "`is None` for whether it was given.",
            )
        return True

    def __format__(self, spec: str) -> str:
        if written_here():
            raise _in_a_text()
        return format(repr(self), spec)

    def __str__(self) -> str:
        if used_here(but_for="print"):
            raise _in_a_text()
        return repr(self)

    @property
    def alternatives(self) -> tuple[T_co, ...]:
        """Every value that it may be."""
        default = () if isinstance(self.default, _Unset) else (self.default,)
        return (*default, *self.environments.values(), *self.tiers.values())

    def __repr__(self) -> str:
        return f"per_env({self.default!r}, {dict(self.environments)!r}, tiers={dict(self.tiers)!r})"


def alternatives(value: T | PerEnv[T]) -> tuple[T, ...]:
    """Every value that a field may have, in whatever environment."""
    return value.alternatives if isinstance(value, PerEnv) else (value,)


def per_env(
    default: T | _Unset = UNSET,
    /,
    environments: Mapping[str, T] | None = None,
    *,
    tiers: Mapping[str, T] | None = None,
) -> PerEnv[T]:
    """A value that differs by environment: `per_env(0.05, {"staging": 0.2}, tiers={"development": 0.5})`.

    The exact name of the environment is looked up first, then the one it derives from, then its tier, then the default.
    No match and no default is an error when that environment is resolved.
    """
    for given, word in ((environments, "environments"), (tiers, "tiers")):
        if given is not None and not (isinstance(given, Mapping) and all(isinstance(name, str) for name in given)):
            raise MisuseError(
                f"the `{word}` of `per_env` are no mapping of names, so nobody knows where its values hold",
                f'Write `{{"name": value}}`, with the names of {word} in quotes.',
            )
    return PerEnv(default, environments or {}, tiers or {}, capture())


class VariesNote:
    """Judges a value, or each alternative of a `PerEnv` like the plain value, at a location that names the environment."""

    __slots__ = ("_schema", "plain")

    def __init__(self, plain: Any) -> None:
        self.plain = plain
        self._schema: CoreSchema | None = None

    def __repr__(self) -> str:
        return f"Varies[{self.plain!r}]"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = self._schema
        if inner is None:
            inner = handler.generate_schema(self.plain)
            # The same few types stand in hundreds of fields. Where an enumeration is meant, it belongs to one class.
            if not _refers(inner):
                self._schema = inner

        def validate(value: Any, judge: Any) -> Any:
            return _each(value, judge) if isinstance(value, PerEnv) else judge(value)

        return core_schema.no_info_wrap_validator_function(validate, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema["schema"]), "x-varies": True}


def _refers(schema: Any) -> bool:
    if isinstance(schema, dict):
        return schema.get("type") == "definition-ref" or any(_refers(part) for part in schema.values())
    return isinstance(schema, list | tuple) and any(_refers(part) for part in schema)


_DEFAULT = ("per_env default",)


def _forgotten(environments: Mapping[str, Any]) -> PydanticCustomError:
    named = ", ".join(f'"{name}": ...' for name in environments)
    return refuse(
        "the first value of `per_env` is the default, and this is a mapping",
        f"Give the default before it, or write `per_env(environments={{{named}}})` to have none.",
    )


def _each(value: PerEnv[Any], judge: Any) -> PerEnv[Any]:
    problems: list[InitErrorDetails] = []

    def judged(alternative: Any, place: tuple[str, ...]) -> Any:
        try:
            return judge(alternative)
        except ValidationError as error:
            if place == _DEFAULT and isinstance(alternative, Mapping):
                problems.append(InitErrorDetails(type=_forgotten(alternative), loc=place, input=None))
                return alternative
            for line in error.errors(include_url=False, include_input=False):
                context = line.get("ctx") or {}
                kind = refuse(context["text"], context["hint"]) if line["type"] == "spec_value" else line["type"]
                problems.append(InitErrorDetails(type=kind, loc=(*place, *line["loc"]), input=None, ctx=context))
            return alternative

    default = value.default if isinstance(value.default, _Unset) else judged(value.default, _DEFAULT)
    environments = {name: judged(item, (f"per_env {name}",)) for name, item in value.environments.items()}
    tiers = {name: judged(item, (f"per_env tier {name}",)) for name, item in value.tiers.items()}
    if problems:
        raise ValidationError.from_exception_data("per_env", problems, hide_input=True)
    return PerEnv(default, environments, tiers, value.origin)


if TYPE_CHECKING:
    # A value, or one that differs by environment.
    Varies: TypeAlias = T | PerEnv[T]
else:

    class Varies:
        """At run time a note that holds the type: a union would be taken apart by pydantic for each field anew."""

        @classmethod
        @cache
        def __class_getitem__(cls, plain: Any) -> Any:
            return Annotated[Any, VariesNote(plain)]


def varies(field: FieldInfo) -> bool:
    """Whether a field of a class takes a `per_env`."""
    return any(isinstance(note, VariesNote) for note in field.metadata)
