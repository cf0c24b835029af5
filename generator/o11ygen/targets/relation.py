"""Rules that hold between fields: a function under `@relation` yields one `Fault` for each that is broken.

A model has it as a method: written there, or taken in by name from a module that loads without the models.

They run once the fields of the model are right, all of them, so one broken rule never hides another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias, TypeVar

from o11ygen.record import record
from o11ygen.version import Version

Versions: TypeAlias = Mapping[str, Version]


@record
class Fault:
    """A broken rule: what is wrong, what to write instead, and the field below the model (its name in the file).

    An `advice` is about what the target accepts and does not do what it says. What the `server` meets is an error that
    the program which checks its files does not see.
    """

    message: str
    hint: str = ""
    at: tuple[str | int, ...] = ()
    kind: Literal["value", "advice", "server"] = "value"


Rule: TypeAlias = Callable[[Any, Versions], Iterator[Fault]]
R = TypeVar("R", bound=Callable[..., Iterator[Fault]])


def relation(rule: R) -> R:
    """Mark a generator `(part, versions) -> Iterator[Fault]` that judges fields of a part against each other."""
    rule.__dict__["relation"] = True
    return rule


def relations_of(model: type) -> tuple[Rule, ...]:
    """The marked methods of a class and its bases, each name once, the most derived one."""
    found: dict[str, Rule] = {}
    for parent in reversed(model.__mro__):
        for name, member in vars(parent).items():
            if callable(member) and getattr(member, "__dict__", {}).get("relation"):
                found[name] = member
            else:
                found.pop(name, None)
    return tuple(found.values())


def at_least(versions: Versions, **releases: str) -> bool:
    """Whether every named system is of that release or newer; a system whose version is not declared is the newest."""
    for system, release in releases.items():
        version = versions.get(system)
        if version is not None and version[:2] < Version.parse(release)[:2]:
            return False
    return True


def present(model: object, *names: str) -> list[str]:
    """Those of the named fields that hold something: neither null, empty, zero nor false."""
    return [name for name in names if getattr(model, name)]


def exclusive(model: object, *names: str) -> Iterator[Fault]:
    """A fault when more than one of the named fields is set; it stands at the last of them."""
    found = present(model, *names)
    if len(found) > 1:
        listed = " and ".join(f"`{name}`" for name in found)
        yield Fault(f"{listed} exclude each other", "Keep one of them", (found[-1],))


def required(model: object, name: str, hint: str = "") -> Iterator[Fault]:
    """A fault when the field is given but empty, or not given at all."""
    if not getattr(model, name):
        yield Fault(f"`{name}` is required", hint, (name,))


def one_of(model: object, *names: str) -> Iterator[Fault]:
    """A fault when none of the named fields is set, or more than one."""
    if present(model, *names):
        yield from exclusive(model, *names)
    else:
        listed = ", ".join(f"`{name}`" for name in names[:-1])
        yield Fault(f"one of {listed} and `{names[-1]}` is required", f"Add `{names[0]}`")


def repeated(
    names: Iterable[tuple[int, str | None]], what: str, hint: str, *, at: Callable[[int], tuple[str | int, ...]]
) -> Iterator[Fault]:
    """A fault for each name that an earlier item of the list has already; `what` says "job name", `at` its place."""
    first: dict[str, int] = {}
    for index, name in names:
        if not name:
            continue
        if name in first:
            yield Fault(f"{what} `{name}` is used twice, first by number {first[name] + 1}", hint, at(index))
        else:
            first[name] = index
