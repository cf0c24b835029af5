"""The types of single values: text, durations, sizes, names, secrets, and what differs by environment."""

from __future__ import annotations

import enum
import inspect
import math
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from o11ygen.duration import parse_duration
from o11ygen.origin import Origin, capture, used_here, written_here
from o11ygen.size import parse_size
from o11ygen.spec.given import Alternatives
from o11ygen.spec.model import FrozenError, MisuseError, Spec, refuse
from o11ygen.version import Version

T = TypeVar("T")
K = TypeVar("K")
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


# A tab behind other characters, which is part of the text; those before it are indentation.
_TAB_INSIDE = re.compile(r"(?<=[^\t\n ])[\t ]*\t")
_NO_TAB = "\ufdd0"


def _dedent(text: str) -> str:
    if "\n" not in text:
        return text.strip()
    if "\t" not in text:
        return inspect.cleandoc(text)
    # `cleandoc` makes blanks of every tab; this character is none, and stands in no text.
    kept = _TAB_INSIDE.sub(lambda blanks: blanks[0].replace("\t", _NO_TAB), text)
    return inspect.cleandoc(kept).replace(_NO_TAB, "\t")


# Text for people, or PromQL: indentation that only serves the Python file is taken off.
Text: TypeAlias = Annotated[str, AfterValidator(_dedent)]


_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", re.ASCII)


def _web_link(text: str) -> str:
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1].lower() not in ("http", "https"):
        raise refuse(
            f"a link with the scheme `{scheme[1]}` leads to no page: browsers and chats do not follow it, or run what "
            "stands in it",
            "Write a URL with http or https, or a path such as `/d/overview`.",
        )
    return text


# Where a reader is led: an http or https URL, a path, or a template of these.
WebLink: TypeAlias = Annotated[Text, AfterValidator(_web_link)]


def _user(name: str) -> str:
    if ":" in name:
        raise refuse(
            f"the user name `{name}` holds a colon, at which a login is split into name and password; nobody could log in",
            "Choose a name without one.",
        )
    return name


# The name that somebody logs in with over HTTP.
UserName: TypeAlias = Annotated[str, AfterValidator(_user)]


def _told(error: ValueError) -> PydanticCustomError:
    """The fault, and the remedy that stands behind the semicolon."""
    message, _, remedy = str(error).partition("; ")
    return refuse(message, f"{remedy[:1].upper()}{remedy[1:]}." if remedy else "")


def _duration(text: str) -> str:
    try:
        parse_duration(text)
    except ValueError as error:
        raise _told(error) from None
    return text


# A Prometheus duration: `5m`, `1h30m`, `30d`.
Duration: TypeAlias = Annotated[str, AfterValidator(_duration)]


def _some_time(text: str) -> str:
    if parse_duration(text) == 0:
        raise refuse(
            f"`{text}` is no time at all: the programs stop on it, or read it as their own default",
            "Write how long, such as `30s`, or leave the field out.",
        )
    return text


# How often something is done, or how long it may take: never 0.
PositiveDuration: TypeAlias = Annotated[Duration, AfterValidator(_some_time)]

# Python's own types, and nothing that only looks like them: "5" is no number, and 1 is no yes.
Integer: TypeAlias = Annotated[int, Field(strict=True)]
Number: TypeAlias = Annotated[float, Field(strict=True)]
Switch: TypeAlias = Annotated[bool, Field(strict=True)]

# How many of something; the programs count in 64 bits.
Count: TypeAlias = Annotated[int, Field(strict=True, ge=0, lt=2**63)]


def _size(text: str) -> str:
    try:
        parse_size(text)
    except ValueError as error:
        raise _told(error) from None
    return text


# A size in bytes with its unit: `512MB`, `10GB` (powers of 1024, as Prometheus reads them).
Size: TypeAlias = Annotated[str, AfterValidator(_size)]


def _exact(value: Any) -> Any:
    """`True` is an `int` in Python, but nobody means 1 by it in a threshold."""
    if isinstance(value, bool):
        raise refuse("a bool is no parameter value", "Write a number or a string.")
    if isinstance(value, float) and not math.isfinite(value):
        raise refuse(
            f"{value} is no parameter value; a comparison with it is always false or always true",
            "Write a finite number.",
        )
    return value


# The value of a parameter; a 1 stays 1 and a 1.0 stays 1.0.
Parameter: TypeAlias = Annotated[int | float | str, BeforeValidator(_exact)]


def _version(text: str) -> str:
    try:
        Version.parse(text)
    except ValueError as error:
        raise _told(error) from None
    return text


# A release, `3.5` or `3.5.3`.
VersionText: TypeAlias = Annotated[str, AfterValidator(_version)]


class FrozenDict(dict[K, T]):
    """A dict that refuses to change, as everything inside a frozen object does."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise FrozenError(
            "a mapping of a spec is changed, but what is built does not change: others may hold it already",
            "Give it whole when the object is built, or use `override` for one environment.",
        )

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse

    # What has a hash is a constant to pydantic: as a default of a field it is not copied for each object.
    def __hash__(self) -> int:  # type: ignore[override]  # dict says that it has none
        return hash(frozenset(self.items()))

    def __copy__(self) -> FrozenDict[K, T]:
        return self

    def __deepcopy__(self, memo: Any) -> FrozenDict[K, T]:
        return self


# A mapping inside a frozen object is frozen as well.
Frozen: TypeAlias = Annotated[Mapping[K, T], AfterValidator(FrozenDict)]
EMPTY: Final[Mapping[Any, Any]] = FrozenDict()


class Secret(Spec):
    """A reference to a secret: its value never stands in a spec. Build it with `Secret.file` or `Secret.env`."""

    kind: Literal["file", "env"] = Field(description="Where the secret is found: in a file or an environment variable.")
    reference: str = Field(description="The path of the file, or the name of the variable.")

    @classmethod
    def file(cls, path: str) -> Secret:
        """A secret that the target system reads from a file: renders its own `*_file` field."""
        return cls(kind="file", reference=path)

    @classmethod
    def env(cls, name: str) -> Secret:
        """A secret from an environment variable; only Jaeger, the Collector, Grafana and compose expand these."""
        return cls(kind="env", reference=name)


# Deeper than any file of a program nests, and shallow enough for every reader.
_MOST_LEVELS = 50


def _holdable(value: Any, place: str, levels: int = 0) -> None:
    """Refuse what a YAML or JSON file can't hold; a `per_env` and a `Secret` become what it can."""
    if levels > _MOST_LEVELS:
        raise refuse(f"`{place}` holds itself, or nests more than {_MOST_LEVELS} levels", "Write it flatter.")
    if isinstance(value, PerEnv):
        for alternative in value.alternatives:
            _holdable(alternative, place, levels + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise refuse(f"a key of `{place}` is a {type(key).__name__}, no string", "Write it in quotes.")
            _holdable(item, key, levels + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _holdable(item, place, levels + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise refuse(f"`{place}` is {value}, which is no number in a file", "Write a finite number.")
    elif not (value is None or isinstance(value, bool | int | float | str | enum.Enum | Secret)):
        raise refuse(
            f"`{place}` holds a {type(value).__name__}, which no file can hold",
            "Write strings, finite numbers, True, False, None, lists and mappings.",
        )


def _extra(given: Mapping[str, Any]) -> Mapping[str, Any]:
    for name, value in given.items():
        _holdable(value, name)
    return FrozenDict(given)


# Fields that o11ygen has no word for, under the names of the program that reads them.
Extra: TypeAlias = Annotated[Mapping[str, Any], AfterValidator(_extra)]


def extend(base: tuple[T, ...], *items: T) -> tuple[T, ...]:
    """The items of `base`, then the others: for `derive`, which otherwise replaces a list."""
    return (*base, *items)
