"""Grafana dashboards, as JSON: what a Grafana that loads the file from a folder refuses, or does not show as written.

An error is what Grafana refuses, or what leaves a reader without the data. What it migrates, moves or ignores is a
warning or an info; the same cause in many places is told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from o11ygen.finding import Severity
from o11ygen.targets.path import format_path
from o11ygen.validate.context import Context
from o11ygen.validate.dashboard_fields import judge_fields
from o11ygen.validate.dashboard_parts import judge_parts
from o11ygen.validate.dashboard_queries import judge_queries
from o11ygen.validate.dashboard_view import View
from o11ygen.validate.flaw import Flaw, Path, warning
from o11ygen.validate.rules import Reading
from o11ygen.version import Version

_GROUP = "dashboard.grafana.app/"
# The first release that serves dashboards under this group.
_GROUP_SINCE = Version.parse("12.0")
# Places that are named of a cause that is found in many.
_NAMED = 3


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What Grafana does not show as it is written."""
    if not isinstance(value, Mapping):
        yield Flaw("grafana/value", "a dashboard is a JSON object", "Export it from Grafana as JSON.")
        return
    at: Path = ()
    if str(value.get("apiVersion")).startswith(_GROUP):
        yield from _wrapper(value, context)
        at, value = ("spec",), value.get("spec")
        if not isinstance(value, Mapping):
            yield Flaw("grafana/value", "`spec` must be an object", "Put the dashboard under `spec`.", at)
            return
    elif "elements" in value and "panels" not in value:
        message = "this is the newer format without its wrapper, which Grafana refuses to load from a file"
        hint = "Wrap it (`apiVersion`, `kind`, `metadata.name`, `spec`), or export it as classic JSON."
        yield Flaw("grafana/format", message, hint)
        return
    elif isinstance(value.get("dashboard"), Mapping):
        at, value = ("dashboard",), value["dashboard"]
        message = (
            "the dashboard is wrapped as Grafana's API gives it: the API takes it so, a folder that is read does not"
        )
        yield warning("grafana/format", message, "Keep what is under `dashboard` for provisioning.", at)
    if "elements" in value:
        message = "the parts of the newer format (`elements`, `layout`) are not judged; its frame is"
        yield Flaw("grafana/format", message, "", (*at, "elements"), Severity.INFO, refused=False)
        return
    view = View(value, at)
    yield from _inputs(view)
    reading = Reading(context.versions.get("prometheus"), context.features)
    parts = tuple(judge_parts(view))
    told = {flaw.path for flaw in parts if flaw.severity is Severity.ERROR}
    fields = (flaw for flaw in judge_fields(view) if not any(flaw.path[: len(path)] == path for path in told))
    yield from _once((*parts, *judge_queries(view, reading), *fields))


def _wrapper(value: Mapping[str, Any], context: Context) -> Iterator[Flaw]:
    version = context.versions.get("grafana")
    if version is not None and version[:2] < _GROUP_SINCE[:2]:
        message = f"`{value['apiVersion']}` needs Grafana 12.0; judged as {version}"
        yield Flaw("grafana/version", message, "Export the dashboard as classic JSON.", ("apiVersion",))
    if value.get("kind") != "Dashboard":
        message = f"`{value.get('kind')}` is no dashboard"
        yield Flaw("grafana/value", message, "Write `kind: Dashboard`.", ("kind",))
    metadata = value.get("metadata")
    if not isinstance(metadata, Mapping) or not metadata.get("name"):
        message = "`metadata.name` is missing: it is the uid of the dashboard"
        yield Flaw("grafana/missing", message, "Write one.", ("metadata",))
    spec = value.get("spec")
    if isinstance(spec, Mapping) and "elements" in spec and not spec.get("title"):
        yield Flaw("grafana/title", "a dashboard without a title is refused by Grafana", "Write `title`.", ("spec",))


def _inputs(view: View) -> Iterator[Flaw]:
    if view.inputs:
        names = ", ".join(f"`${{{name}}}`" for name in view.inputs)
        message = (
            f"this is an export that asks for {names} when it is imported in the browser; a file that Grafana reads "
            "from a folder keeps them unresolved, and its panels stay empty"
        )
        hint = "To provision it, use a variable of type `datasource` instead."
        yield warning("grafana/inputs", message, hint, (*view.path, "__inputs"))


def _once(flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """One flaw for each cause: the first place, and how many more there are."""
    causes: dict[tuple[str, Severity, str, str], list[Flaw]] = {}
    for flaw in flaws:
        causes.setdefault((flaw.id, flaw.severity, flaw.message, flaw.hint), []).append(flaw)
    for first, *others in causes.values():
        if not others:
            yield first
            continue
        places = ", ".join(f"`{format_path(flaw.path)}`" for flaw in others[:_NAMED])
        more = f", and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        yield replace(first, message=f"{first.message} (as well in {places}{more})")
