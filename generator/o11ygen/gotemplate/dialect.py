"""What a system adds to Go's template language: its variables, functions and data, release by release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from o11ygen.gotemplate.types import BUILTINS, TemplateFunction, Type
from o11ygen.version import Version

# `break` and `continue`, `else with`, and ranging over a number came with these Go releases.
GO_BREAK = Version(1, 18)
GO_ELSE_WITH = Version(1, 23)
GO_RANGE_INT = Version(1, 24)


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One system's templates.

    `go_releases` lists, oldest first, the release of the system from which its official builds are made with that Go.
    `refusal` and `failure` say what happens to a template that does not parse, and to one that fails when it runs;
    `refuses` tells whether the first is noticed at load.
    """

    system: str
    variables: Mapping[str, Type]
    functions: Mapping[str, TemplateFunction]
    data: Type
    types: tuple[Type, ...]
    go_releases: tuple[tuple[Version, Version], ...]
    refusal: str
    failure: str
    refuses: bool = True

    def function(self, name: str) -> TemplateFunction | None:
        """The function of that name in any release."""
        return self.functions.get(name) or BUILTINS.get(name)

    def available(self, name: str, *, version: Version | None) -> bool:
        """Whether the declared release has the function; without a version the newest release answers."""
        found = self.function(name)
        return found is not None and not newer(found.since, version)

    def known_functions(self, version: Version | None) -> tuple[str, ...]:
        """Every function that the declared release has."""
        return tuple(name for name in (*BUILTINS, *self.functions) if self.available(name, version=version))

    def go(self, version: Version | None) -> Version:
        """The Go release that the official builds of a version are made with; the newest when none is declared."""
        if version is None:
            return self.go_releases[-1][1]
        return max((go for first, go in self.go_releases if first[:2] <= version[:2]), default=Version(1, 0))

    def since_go(self, go: Version) -> str:
        """The first release of the system that is built with at least that Go."""
        return next((str(first) for first, built in self.go_releases if built >= go), "a later release")


def newer(since: Version | None, version: Version | None) -> bool:
    """Whether something that came with `since` is missing from the declared version."""
    return since is not None and version is not None and version[:2] < since[:2]
