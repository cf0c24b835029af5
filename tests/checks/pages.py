"""The examples on the pages of checks, as projects: `Bad::` and `Good::`, each with the indented lines below it.

An example is Python in the author's vocabulary, and tells only what it is about. It may be

- statements, as in the `spec` of a case file; an object that stands alone, such as `Alert(...)`, is part of the project:
  the kind of the object says where;
- arguments of an alert, such as `expr="up == 0", for_="5m"`.

`...` stands for what a reader knows to be there: `Alert("Down", ..., for_="5m")` has texts and a runbook, `expr=...` is
some expression. What an object can't be built without is filled in anyway. `requests`, `latency`, `app`, `web` and
`TEXTS` of `project.py` are in scope; jobs have addresses.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import o11ygen
from o11ygen.check import Check
from o11ygen.pipeline import Run
from o11ygen.spec.dashboard import Panel
from o11ygen.spec.model import Spec
from tests import author
from tests.checks import cases

# What an object can't be built without.
_NEEDED: dict[str, dict[str, str]] = {
    "Alert": {"expr": '"up == 0"', "severity": "Severity.WARNING"},
    "RecordingRule": {"expr": '"sum by (job) (rate(requests_total[5m]))"'},
    "Dashboard": {"title": '"Example"', "rows": '(Row("Row", (TimeSeriesPanel("Panel", "up"),)),)'},
    "Environment": {"tier": '"production"'},
    "Routing": {"default": 'slack("#unrouted")'},
    "Service": {"team": "web"},
    "Team": {"page": 'slack("#page")', "notify": 'slack("#notify")'},
    "Inhibit": {"equal": "()"},
}
# What `...` stands for beside it.
_KNOWN: dict[str, dict[str, str]] = {
    "Alert": {name: f"TEXTS[{name!r}]" for name in ("summary", "description", "runbook")},
    "Environment": {
        "versions": 'Versions(prometheus="3.5")',
        "addresses": "ADDRESSES",
        "urls": '{"grafana": "https://grafana.example.com"}',
        "notifications": 'Notifications(slack_api_url=Secret.file("/run/secrets/slack"))',
    },
    "Prometheus": {"scrape_interval": '"30s"', "evaluation_interval": '"30s"'},
    "pagerduty": {"routing_key": 'Secret.file("/run/secrets/pagerduty")'},
}
# Checks that `project.py` leaves out.
_LEFT_OUT = ("rule/unused", "scrape/unread", "scrape/unwatched")
# Either will do.
_INSTEAD = {("Alert", "severity"): "levels"}


@dataclass(frozen=True, slots=True)
class Example:
    """One example on a page, and whether it is a bad one."""

    check: str
    bad: bool
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.check}: {'bad' if self.bad else 'good'} {self.number}"


def examples(check: Check) -> tuple[Example, ...]:
    """Those of a page, in its order."""
    found: list[Example] = []
    for match in re.finditer(r"^(Bad|Good)::\n((?:[ ]{4}.*\n|\n)*)", check.page + "\n", re.MULTILINE):
        bad = match[1] == "Bad"
        number = 1 + sum(one.bad == bad for one in found)
        found.append(Example(check.id, bad, number, textwrap.dedent(match[2]).strip("\n")))
    return tuple(found)


def judge(example: Example, folder: Path) -> Run:
    """Load and judge the example's project, made in `folder`."""
    files = {
        "specs/__init__.py": (cases.FOLDER / "project.py").read_text("utf-8"),
        # What `project.py` leaves out is judged on its own page.
        "specs/case.py": module(example.text) + ("checks = {}\n" if example.check in _LEFT_OUT else ""),
    }
    return author.judged(author.write(folder, files))


def module(text: str) -> str:
    """The example as the module `specs/case.py`."""
    tree = ast.fix_missing_locations(_Filled().visit(parse(text)))
    for number, statement in enumerate(tree.body):
        if isinstance(statement, ast.Expr):
            tree.body[number] = ast.parse(f"SHOWN += in_order({ast.unparse(statement)})").body[0]
    jobs = {job: f"{job}:9090" for job in _jobs(tree)}
    addresses = {"app": "app:8080", "alertmanager": "alertmanager:9093", **jobs}
    return "\n".join(
        (
            "from o11ygen import *",
            "from specs import TEXTS, app, latency, requests, web",
            "from tests.checks.pages import gathered, in_order",
            f"ADDRESSES = {addresses!r}",
            "SHOWN = ()",
            ast.unparse(tree),
            "globals().update({'addresses': ADDRESSES, **globals(), **gathered(SHOWN)})",
            "",
        )
    )


def parse(text: str) -> ast.Module:
    """The example's statements; arguments of an alert become one."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return ast.parse(f'Alert("Example", ...,\n{text}\n)')
    arguments = _arguments(tree)
    if arguments:
        return ast.parse(f'Alert("Example", ..., {", ".join(arguments)})')
    return tree


def _arguments(tree: ast.Module) -> list[str]:
    """`expr="up == 0"` alone, or one such argument a line, is a statement of Python as well."""
    written: list[str] = []
    for statement in tree.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            return []
        if statement.targets[0].id not in o11ygen.Alert.model_fields:
            return []
        written.append(ast.unparse(statement).replace(" = ", "=", 1))
    return written


class _Filled(ast.NodeTransformer):
    """Puts in what `...` stands for, and what is needed."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        name = getattr(node.func, "id", "")
        if any(keyword.arg is None for keyword in node.keywords):
            return node
        left_out = [_is_left_out(argument) for argument in node.args]
        wanted = dict(_NEEDED.get(name, {}))
        if any(left_out):
            wanted |= _KNOWN.get(name, {})
        known = wanted | _KNOWN.get(name, {})
        given = {keyword.arg or "": keyword.value for keyword in node.keywords}
        node.args = [argument for argument, skipped in zip(node.args, left_out, strict=True) if not skipped]
        given = {
            field: ast.parse(known[field], mode="eval").body if _is_left_out(value) else value
            for field, value in given.items()
            if not _is_left_out(value) or field in known
        }
        positional = len(node.args) - 1 if name in ("pagerduty",) else 0
        for field, value in list(wanted.items())[max(positional, 0) :]:
            if field not in given and _INSTEAD.get((name, field)) not in given:
                given[field] = ast.parse(value, mode="eval").body
        node.keywords = [ast.keyword(field, value) for field, value in given.items()]
        return node


def _is_left_out(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _jobs(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ScrapeJob":
            name = node.args[0] if node.args else None
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value


def in_order(value: Any) -> tuple[Any, ...]:
    """The objects of one statement: `Alert(...)`, or several with commas between them."""
    return value if isinstance(value, tuple) else (value,)


def gathered(shown: Iterable[Spec]) -> dict[str, object]:
    """The objects under the names that `project.py` takes them by."""
    places: dict[str, Any] = {}
    several = {
        o11ygen.Alert: "alerts",
        o11ygen.RecordingRule: "recording_rules",
        o11ygen.Group: "groups",
        o11ygen.Metric: "metrics",
        o11ygen.ScrapeJob: "jobs",
        o11ygen.Probe: "probes",
        o11ygen.Dashboard: "dashboards",
        o11ygen.Service: "services",
        o11ygen.Environment: "environments",
        o11ygen.Route: "routes",
        o11ygen.Inhibit: "inhibit",
        o11ygen.NotificationTemplate: "templates",
        o11ygen.Variable: "variables",
        o11ygen.Link: "links",
        o11ygen.Query: "queries",
        Panel: "panels",
    }
    single = {
        o11ygen.Versions: "versions",
        o11ygen.Retention: "retention",
        o11ygen.Routing: "routing",
        o11ygen.Prometheus: "prometheus",
        o11ygen.Grafana: "grafana",
        o11ygen.Team: "team",
        o11ygen.Integration: "receiver",
        o11ygen.Receiver: "receiver",
    }
    for one in shown:
        place = next((place for kind, place in several.items() if isinstance(one, kind)), "")
        if place:
            places[place] = (*places.get(place, ()), one)
        else:
            places[next(place for kind, place in single.items() if isinstance(one, kind))] = one
    return _whole(places)


def _whole(places: dict[str, Any]) -> dict[str, object]:
    """Parts of a dashboard and of the routing tree, in one; environments beside `production`."""
    panels = places.pop("panels", ())
    panels += tuple(
        o11ygen.TimeSeriesPanel(f"Panel {number}", query) for number, query in enumerate(places.pop("queries", ()))
    )
    variables, links = places.pop("variables", ()), places.pop("links", ())
    if panels or variables or links:
        shown = panels or (o11ygen.TimeSeriesPanel("Panel", "up"),)
        row = o11ygen.Row("Row", shown)
        dashboard = o11ygen.Dashboard("example", title="Example", rows=(row,), variables=variables, links=links)
        places["dashboards"] = (*places.get("dashboards", ()), dashboard)
    tree = {field: places.pop(field) for field in ("routes", "inhibit", "templates") if field in places}
    receiver = places.pop("receiver", None)
    if tree or receiver:
        places["routing"] = o11ygen.Routing(default=receiver or o11ygen.slack("#unrouted"), **tree)
    if any(one.name == "production" for one in places.get("environments", ())):
        return places
    places["further_environments"] = places.pop("environments", ())
    return places
