"""What the shape of a dashboard can't say: nulls, units, ids, letters, datasources and places, each fault with its words."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.targets.dashboard_faults import unit_fault, units
from tests.targets.boards import FIRST, Edit, Fault, dashboard, edited, faults, panel


def steps(value: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = value["panels"][0]["fieldConfig"]["defaults"]["thresholds"]["steps"]
    return found


CASES: dict[str, tuple[Edit, list[Fault]]] = {
    "stray null": (
        lambda d: d["panels"][0].update(interval=None),
        [(f"{FIRST}.interval", "value", "`interval` is null", "Leave the field out")],
    ),
    "the text null": (
        lambda d: steps(d)[0].update(value="null"),
        [
            (
                f"{FIRST}.fieldConfig.defaults.thresholds.steps[0].value",
                "value",
                '`value` is the text "null": Grafana compares numbers with it, and a threshold never turns red',
                "Write null without quotes",
            ),
        ],
    ),
    "null in a later step": (
        lambda d: steps(d)[1].update(value=None),
        [
            (
                f"{FIRST}.fieldConfig.defaults.thresholds.steps[1].value",
                "value",
                "`value` is null",
                "Leave the field out",
            )
        ],
    ),
    "no steps": (
        lambda d: d["panels"][0]["fieldConfig"]["defaults"]["thresholds"].update(steps=[]),
        [
            (
                f"{FIRST}.fieldConfig.defaults.thresholds.steps",
                "value",
                "thresholds without steps draw everything grey",
                "Write at least the base colour",
            )
        ],
    ),
    "steps out of order": (
        lambda d: steps(d).append({"color": "blue", "value": 3}),
        [
            (
                f"{FIRST}.fieldConfig.defaults.thresholds.steps[2].value",
                "value",
                "the step 3 follows 10 and is never reached",
                "Sort the steps",
            )
        ],
    ),
    "unknown unit": (
        lambda d: d["panels"][0]["fieldConfig"]["defaults"].update(unit="percentunits"),
        [
            (
                f"{FIRST}.fieldConfig.defaults.unit",
                "value",
                "`percentunits` is not a unit of Grafana: it is printed behind an unscaled number",
                'Did you mean "percentunit"?',
            )
        ],
    ),
    "unknown unit in an override": (
        lambda d: d["panels"][0]["fieldConfig"]["overrides"].append(
            {"matcher": {"id": "byName", "options": "A"}, "properties": [{"id": "unit", "value": "seconds"}]}
        ),
        [
            (
                f"{FIRST}.fieldConfig.overrides[0].properties[0].value",
                "value",
                "`seconds` is not a unit of Grafana: it is printed behind an unscaled number",
                unit_fault("seconds")[1],  # type: ignore[index]  # a unit that is wrong has words
            )
        ],
    ),
    "two queries under one letter": (
        lambda d: d["panels"][0]["targets"].append({"refId": "A", "expr": "up"}),
        [
            (
                f"{FIRST}.targets[1].refId",
                "value",
                "two queries are called `A`: one result replaces the other",
                "Give each its own letter",
            )
        ],
    ),
    "two queries under one list": (
        lambda d: d["panels"][0].update(targets=[{"refId": ["A"], "expr": "up"}, {"refId": ["A"], "expr": "up"}]),
        [],
    ),
    "a query without a letter": (
        lambda d: d["panels"][0]["targets"].append({"expr": "up"}),
        [
            (
                f"{FIRST}.targets[1].refId",
                "value",
                "`refId` is missing: expressions and alerts can't name the query",
                "Write a letter",
            )
        ],
    ),
    "two panels with one id": (
        lambda d: d["panels"].append(panel(1)),
        [
            (
                "panels[1].id",
                "value",
                "panel id 1 is taken by panels[0]: one of the two shows the other's data",
                "Give each panel a number of its own",
            )
        ],
    ),
    "an id taken inside a row": (
        lambda d: d["panels"].append({"id": 2, "type": "row", "collapsed": True, "panels": [panel(1)]}),
        [
            (
                "panels[1].panels[0].id",
                "value",
                "panel id 1 is taken by panels[0]: one of the two shows the other's data",
                "Give each panel a number of its own",
            )
        ],
    ),
    "beyond the grid": (
        lambda d: d["panels"][0]["gridPos"].update(x=16),
        [
            (
                f"{FIRST}.gridPos",
                "value",
                "the panel reaches from column 16 to 28; the grid has 24 columns",
                "Grafana moves it: choose a place inside the grid",
            )
        ],
    ),
    "an undeclared datasource variable": (
        lambda d: d["panels"][0].update(datasource={"type": "prometheus", "uid": "${datasoruce}"}),
        [
            (
                f"{FIRST}.datasource.uid",
                "value",
                "the datasource variable `datasoruce` is not declared, so the panel stays empty",
                'Did you mean "datasource"?',
            )
        ],
    ),
    "a variable declared twice": (
        lambda d: d["templating"]["list"].append({"name": "window", "type": "textbox"}),
        [
            (
                "templating.list[2].name",
                "value",
                "the variable `window` is declared twice: the later one is never shown",
                "Rename one of them",
            )
        ],
    ),
    "no title": (
        lambda d: d.update(title=" "),
        [("title", "value", "a dashboard needs a title: Grafana refuses to load it without", "Write one")],
    ),
    "no uid": (
        lambda d: d.pop("uid"),
        [("uid", "missing", "`uid` is missing: links break each time the file is loaded anew", "Write a fixed one")],
    ),
    "a uid of 41 characters": (
        lambda d: d.update(uid="u" * 41),
        [
            (
                "uid",
                "value",
                f"`{'u' * 41}` is no uid: Grafana refuses it",
                "Use at most 40 letters, digits, `-` and `_`",
            )
        ],
    ),
    "a uid with a blank": (
        lambda d: d.update(uid="my dashboard"),
        [
            (
                "uid",
                "value",
                "`my dashboard` is no uid: Grafana refuses it",
                "Use at most 40 letters, digits, `-` and `_`",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_at_its_place(name: str) -> None:
    edit, expected = CASES[name]
    assert faults(edited(edit)) == expected


@pytest.mark.parametrize(
    "unit", ["", "s", "percentunit", "reqps", "none", "short", "suffix: req", "time:YYYY", "currency:kr", "si:mF"]
)
def test_units_of_grafana_and_made_on_the_spot(unit: str) -> None:
    assert unit_fault(unit) is None


def test_the_list_of_units_is_grafanas() -> None:
    assert len(units()) == 273


def test_the_word_null_is_allowed_where_it_is_a_word() -> None:
    mapping = {"type": "special", "options": {"match": "null", "result": {"text": "null", "index": 0}}}
    open_range = {"type": "range", "options": {"from": None, "to": 5, "result": {"text": "low"}}}
    value = dashboard()
    value["panels"][0]["fieldConfig"]["defaults"]["mappings"] = [mapping, open_range]
    assert faults(value) == []
