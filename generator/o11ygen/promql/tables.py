"""The tables of PromQL by release: its functions, and the syntax that not every release reads.

Read from the data files beside this module, which hold what Prometheus' sources say at each minor release from 2.20.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from o11ygen.version import Version

OLDEST = Version(2, 20)
_DOCUMENTED = {"vector": "instant-vector", "matrix": "range-vector"}
EXPERIMENTAL_FUNCTIONS = "promql-experimental-functions"


class Availability(NamedTuple):
    """Which releases have something: from `since` to `last` (None: still there).

    With a `flag` it needs that feature flag until `default` (None: in every release so far).
    """

    title: str
    since: Version
    last: Version | None
    flag: str
    default: Version | None


class Form(NamedTuple):
    """A use of something that not every release has: the table it stands in, its name there, and where it starts."""

    kind: Literal["function", "syntax"]
    name: str
    start: int


class Function(NamedTuple):
    """A function: the types of its arguments and of its result, and which releases have it.

    `variadic` 0 takes exactly these arguments; otherwise the last one is optional and repeats, at most so often, and
    without a bound at -1.
    """

    name: str
    arguments: tuple[str, ...]
    variadic: int
    returns: str
    availability: Availability

    @property
    def signature(self) -> str:
        """The call with the types of the documentation: `quantile_over_time(scalar, range-vector)`."""
        shown = [_DOCUMENTED.get(argument, argument) for argument in self.arguments]
        if self.variadic:
            shown[-1] = f"[{shown[-1]}, ...]" if self.variadic != 1 else f"[{shown[-1]}]"
        return f"{self.name}({', '.join(shown)})"


@cache
def functions() -> Mapping[str, Function]:
    """Every function of every release, by name."""
    return {name: _function(name, row) for name, row in _rows("functions.json").items()}


@cache
def syntax() -> Mapping[str, Availability]:
    """The syntax that not every release reads, by the name its forms have."""
    return {name: _availability(row["title"], row) for name, row in _rows("syntax.json").items()}


@cache
def gated_functions() -> frozenset[str]:
    """Functions that some release lacks or refuses without a flag."""
    return frozenset(
        name
        for name, function in functions().items()
        if function.availability.since > OLDEST or function.availability.last or function.availability.flag
    )


def _function(name: str, row: Mapping[str, Any]) -> Function:
    flagged = {"flag": EXPERIMENTAL_FUNCTIONS, "default": row.get("stable")} if row.get("experimental") else {}
    availability = _availability(f"`{name}`", {**row, **flagged})
    return Function(name, tuple(row["arguments"]), row["variadic"], row["returns"], availability)


def _availability(title: str, row: Mapping[str, Any]) -> Availability:
    return Availability(
        title, Version.parse(row["since"]), _version(row.get("last")), row.get("flag", ""), _version(row.get("default"))
    )


def _version(text: str | None) -> Version | None:
    return Version.parse(text) if text else None


def _rows(file: str) -> dict[str, Any]:
    # importlib.resources would take longer to import than the rest of this package.
    text = (Path(__file__).parent / "data" / file).read_text(encoding="utf-8")
    rows: dict[str, Any] = json.loads(text)
    return rows
