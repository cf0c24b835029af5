"""What a template handles: the types of its data and the signatures of its functions, as Go sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from o11ygen.record import record
from o11ygen.version import Version

Shape: TypeAlias = Literal["any", "string", "int", "float", "bool", "complex", "nil", "map", "list", "struct"]


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """A Go type. `title` is what an author calls it, `go` what Go's errors call it.

    A map or a list has an `element`; `members` are the fields of a struct and the methods of any type. Nothing that is
    asked of a type of shape "any" is an error.
    """

    shape: Shape
    title: str
    go: str
    element: Type | None = None
    members: Mapping[str, Member] = field(default_factory=dict)
    # Of a value that `and` or `or` gives: what it may be, which depends on the data.
    arms: tuple[Type, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything may be said against a use of the value."""
        return self.shape != "any"


@record
class Signature:
    """What a function takes and gives back; `repeated` is the type of any number of further arguments."""

    parameters: tuple[Type, ...]
    result: Type
    repeated: Type | None = None

    @property
    def least(self) -> int:
        """How many arguments it needs."""
        return len(self.parameters)

    def parameter(self, index: int) -> Type:
        """The type of one argument."""
        if index < len(self.parameters):
            return self.parameters[index]
        return self.repeated or ANY


@record
class Member:
    """A field, or a method when it has a signature; `since` is the first release that has it."""

    type: Type
    signature: Signature | None = None
    since: Version | None = None


@record
class TemplateFunction:
    """A function of a dialect, with the first release that has it."""

    name: str
    signature: Signature
    since: Version | None = None


ANY = Type("any", "a value", "interface {}")
STRING = Type("string", "text", "string")
HTML = Type("string", "text marked as HTML", "template.HTML")
URL = Type("string", "text marked as a URL", "template.URL")
INT = Type("int", "a whole number", "int")
FLOAT = Type("float", "a number", "float64")
BOOL = Type("bool", "true or false", "bool")
COMPLEX = Type("complex", "a complex number", "complex128")
NIL = Type("nil", "nil", "nil")
STRINGS = Type("list", "a list of texts", "[]string", STRING)
_time_members: dict[str, Member] = {}
_duration_members: dict[str, Member] = {}
TIME = Type("struct", "a time", "time.Time", members=_time_members)
DURATION = Type("int", "a duration", "time.Duration", members=_duration_members)
# A parameter that Go declares as `interface {}` and that a function then reads as a number.
NUMERIC = Type("any", "a number", "interface {}")


def signature(*parameters: Type, result: Type = STRING, repeated: Type | None = None) -> Signature:
    """A signature, text as its result where nothing else is said."""
    return Signature(parameters, result, repeated)


def functions(table: Mapping[str, tuple[str, Signature]]) -> dict[str, TemplateFunction]:
    """Functions by name from rows of (first release or an empty string, signature)."""
    return {
        name: TemplateFunction(name, row[1], Version.parse(row[0]) if row[0] else None) for name, row in table.items()
    }


def methods(table: Mapping[str, Signature]) -> dict[str, Member]:
    """Members that are called."""
    return {name: Member(one.result, one) for name, one in table.items()}


# Methods with several results cannot be called from a template; they are left out.
_time_members.update(
    methods(
        {
            **dict.fromkeys(("UTC", "Local"), signature(result=TIME)),
            **dict.fromkeys(("Before", "After", "Equal"), signature(TIME, result=BOOL)),
            **dict.fromkeys(("IsZero", "IsDST"), signature(result=BOOL)),
            **dict.fromkeys(
                ("Year", "Day", "Hour", "Minute", "Second", "Nanosecond", "YearDay"), signature(result=INT)
            ),
            **dict.fromkeys(("Unix", "UnixMilli", "UnixMicro", "UnixNano"), signature(result=INT)),
            **dict.fromkeys(("Month", "Weekday", "Location"), signature(result=ANY)),
            **dict.fromkeys(("Round", "Truncate", "Add"), signature(DURATION, result=TIME)),
            "AddDate": signature(INT, INT, INT, result=TIME),
            "Compare": signature(TIME, result=INT),
            "Format": signature(STRING),
            "GoString": signature(),
            "In": signature(ANY, result=TIME),
            "String": signature(),
            "Sub": signature(TIME, result=DURATION),
        }
    )
)
_duration_members.update(
    methods(
        {
            **dict.fromkeys(("Hours", "Minutes", "Seconds"), signature(result=FLOAT)),
            **dict.fromkeys(("Milliseconds", "Microseconds", "Nanoseconds"), signature(result=INT)),
            **dict.fromkeys(("Round", "Truncate"), signature(DURATION, result=DURATION)),
            "Abs": signature(result=DURATION),
            "String": signature(),
        }
    )
)

BUILTINS = functions(
    {
        "and": ("", signature(ANY, result=ANY, repeated=ANY)),
        "call": ("", signature(ANY, result=ANY, repeated=ANY)),
        "html": ("", signature(repeated=ANY)),
        "index": ("", signature(ANY, result=ANY, repeated=ANY)),
        "slice": ("", signature(ANY, result=ANY, repeated=ANY)),
        "js": ("", signature(repeated=ANY)),
        "len": ("", signature(ANY, result=INT)),
        "not": ("", signature(ANY, result=BOOL)),
        "or": ("", signature(ANY, result=ANY, repeated=ANY)),
        "print": ("", signature(repeated=ANY)),
        "printf": ("", signature(STRING, repeated=ANY)),
        "println": ("", signature(repeated=ANY)),
        "urlquery": ("", signature(repeated=ANY)),
        "eq": ("", signature(ANY, result=BOOL, repeated=ANY)),
        "ne": ("", signature(ANY, ANY, result=BOOL)),
        "lt": ("", signature(ANY, ANY, result=BOOL)),
        "le": ("", signature(ANY, ANY, result=BOOL)),
        "gt": ("", signature(ANY, ANY, result=BOOL)),
        "ge": ("", signature(ANY, ANY, result=BOOL)),
    }
)
