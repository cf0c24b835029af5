"""A dashboard as a reader meets it: its panels wherever they stand, its variables, and what its queries are asked of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from o11ygen.targets.grafana_variables import references
from o11ygen.validate.flaw import Path

Json: TypeAlias = Mapping[str, Any]

# Rows of the first format hold their panels themselves; from this version on panels have a place on a grid.
GRID_SINCE = 16
# From this version on datasources are named by uid and no longer by name.
UIDS_SINCE = 33
LAST = 42
# Names that stand for a datasource of Grafana itself.
BUILT_IN = frozenset(("-- Mixed --", "-- Grafana --", "-- Dashboard --", "grafana", "default"))


@dataclass(frozen=True)
class Panel:
    """A panel, and where it stands in the file."""

    path: Path
    body: Json

    @property
    def type(self) -> str:
        """Its type; empty where it has none."""
        kind = self.body.get("type")
        return kind if isinstance(kind, str) else ""

    @property
    def targets(self) -> Iterator[tuple[Path, Json]]:
        """Its queries, each with its place."""
        for index, target in entries(self.body.get("targets")):
            yield (*self.path, "targets", index), target


class View:
    """A classic dashboard that was read, at a path in its file."""

    def __init__(self, dashboard: Json, path: Path) -> None:
        self.body = dashboard
        self.path = path

    @cached_property
    def version(self) -> int:
        """Its `schemaVersion`; 0 where it has none, as Grafana takes it."""
        given = self.body.get("schemaVersion")
        if isinstance(given, str) and given.isdecimal():
            return int(given)
        return given if isinstance(given, int) and not isinstance(given, bool) else 0

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """Every panel, rows before the panels inside them."""
        return tuple(self._panels())

    def _panels(self) -> Iterator[Panel]:
        if self.version < GRID_SINCE:
            for number, row in entries(self.body.get("rows")):
                for index, body in entries(row.get("panels")):
                    yield Panel((*self.path, "rows", number, "panels", index), body)
        for number, body in entries(self.body.get("panels")):
            path: Path = (*self.path, "panels", number)
            yield Panel(path, body)
            if body.get("type") == "row":
                for index, inner in entries(body.get("panels")):
                    yield Panel((*path, "panels", index), inner)

    @cached_property
    def variables(self) -> tuple[tuple[Path, Json], ...]:
        """The variables that have a name, each with its place."""
        templating = self.body.get("templating")
        listed = templating.get("list") if isinstance(templating, Mapping) else None
        place: Path = (*self.path, "templating", "list")
        return tuple(
            ((*place, index), variable)
            for index, variable in entries(listed)
            if isinstance(variable.get("name"), str) and variable["name"]
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that `$name` may mean."""
        return frozenset(variable["name"] for _, variable in self.variables) | frozenset(self.inputs)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """What an export asks for when it is imported: the plugin of each datasource by name, empty for other inputs."""
        return {
            str(one["name"]): str(one.get("pluginId") or "")
            for _, one in entries(self.body.get("__inputs"))
            if "name" in one
        }

    @cached_property
    def _plugins(self) -> dict[str, str]:
        """The plugin that each datasource variable or input stands for."""
        found = {name: plugin for name, plugin in self.inputs.items() if plugin}
        for _, variable in self.variables:
            if variable.get("type") == "datasource" and isinstance(variable.get("query"), str):
                found[variable["name"]] = variable["query"]
        return found

    def plugin(self, *references_: Any) -> str:
        """The plugin behind the first of the references that says something; empty when it can't be told."""
        for reference in references_:
            if isinstance(reference, Mapping):
                kind = reference.get("type")
                if isinstance(kind, str) and kind and kind != "datasource":
                    return kind
                reference = reference.get("uid")
            if isinstance(reference, str) and reference and reference not in BUILT_IN:
                named = list(references(reference))
                return self._plugins.get(named[0], "") if named else self._by_name(reference)
        known = set(self._plugins.values())
        return known.pop() if len(known) == 1 else ""

    def _by_name(self, name: str) -> str:
        return "prometheus" if name.casefold() == "prometheus" else ""


def entries(listed: Any) -> Iterator[tuple[int, Json]]:
    """The items of a list that are objects, with their number; nothing for what is no list."""
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, Mapping):
            yield index, item
