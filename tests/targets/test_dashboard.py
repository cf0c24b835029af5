"""The gate for dashboards: each fault with its place and words, and one answer from both readers of the schema."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from o11ygen.targets.dashboard import judge_dashboard, walk_panels
from o11ygen.targets.dashboard_faults import unit_fault, units
from o11ygen.targets.dashboard_schema import Compiler, accepts_dashboard, accepts_panel, document, panel_types

PROMETHEUS = {"type": "prometheus", "uid": "$datasource"}


def panel(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "timeseries",
        "title": "Requests",
        "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0},
        "datasource": PROMETHEUS,
        "targets": [{"refId": "A", "datasource": PROMETHEUS, "expr": "up"}],
        "fieldConfig": {
            "defaults": {
                "unit": "reqps",
                "thresholds": {
                    "mode": "absolute",
                    "steps": [{"color": "green", "value": None}, {"color": "red", "value": 10}],
                },
            },
            "overrides": [],
        },
        "options": {"legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True}},
        **fields,
    }


def dashboard(*panels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "uid": "overview",
        "title": "Overview",
        "schemaVersion": 42,
        "panels": list(panels) or [panel()],
        "templating": {
            "list": [
                {"name": "datasource", "type": "datasource", "query": "prometheus"},
                {"name": "window", "type": "interval", "query": "5m", "auto": True, "auto_min": "1m", "auto_count": 9},
            ]
        },
        "annotations": {
            "list": [
                {
                    "name": "Deploys",
                    "datasource": PROMETHEUS,
                    "enable": True,
                    "iconColor": "red",
                    "expr": "up",
                    "titleFormat": "{{job}}",
                }
            ]
        },
        **fields,
    }


def faults(value: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(found.place, found.kind, found.message, found.hint) for found in judge_dashboard(value)]


def edited(edit: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    value = copy.deepcopy(dashboard())
    edit(value)
    return value


def test_a_right_dashboard_has_no_faults() -> None:
    assert faults(dashboard()) == []


def test_the_fields_that_the_published_types_lack_are_only_allowed_where_grafana_uses_them() -> None:
    value = edited(lambda d: d["templating"]["list"][0].update(auto=True))
    assert faults(value) == [
        ("templating.list[0].auto", "unknown", "unknown field `auto`: Grafana ignores it", "Remove it")
    ]


def steps(value: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = value["panels"][0]["fieldConfig"]["defaults"]["thresholds"]["steps"]
    return found


FIRST = "panels[0]"
CASES: dict[str, tuple[Callable[[dict[str, Any]], object], list[tuple[str, str, str, str]]]] = {
    "misspelt field of a panel": (
        lambda d: d["panels"][0].update(tranparent=True),
        [
            (
                f"{FIRST}.tranparent",
                "unknown",
                "unknown field `tranparent`: Grafana ignores it",
                'Did you mean "transparent"?',
            )
        ],
    ),
    "misspelt option": (
        lambda d: d["panels"][0]["options"]["legend"].update(showLegned=True),
        [
            (
                f"{FIRST}.options.legend.showLegned",
                "unknown",
                "unknown field `showLegned`: Grafana ignores it",
                'Did you mean "showLegend"?',
            )
        ],
    ),
    "wrong choice": (
        lambda d: d["panels"][0]["options"]["legend"].update(placement="botom"),
        [
            (
                f"{FIRST}.options.legend.placement",
                "value",
                "must be one of `bottom`, `right`; it is `botom`",
                'Did you mean "bottom"?',
            )
        ],
    ),
    "wrong type": (
        lambda d: d["panels"][0].update(interval=5),
        [(f"{FIRST}.interval", "value", "must be text; it is `5`", "")],
    ),
    "a truth value is no number": (
        lambda d: d["panels"][0]["fieldConfig"]["defaults"].update(decimals=True),
        [(f"{FIRST}.fieldConfig.defaults.decimals", "value", "must be a number; it is `true`", "")],
    ),
    "a mapping is judged by its type": (
        lambda d: d["panels"][0]["fieldConfig"]["defaults"].update(
            mappings=[{"type": "value", "options": {"1": {"text": 5}}}]
        ),
        [(f"{FIRST}.fieldConfig.defaults.mappings[0].options.1.text", "value", "must be text; it is `5`", "")],
    ),
    "missing": (
        lambda d: d["panels"][0]["options"]["legend"].pop("calcs"),
        [(f"{FIRST}.options.legend.calcs", "missing", "`calcs` is missing", "")],
    ),
    "unknown panel type": (
        lambda d: d["panels"][0].update(type="time-series"),
        [
            (
                f"{FIRST}.type",
                "value",
                "`time-series` is not a panel type of Grafana 12 and 13",
                'Did you mean "timeseries"?',
            )
        ],
    ),
    "old graph": (
        lambda d: d["panels"][0].update(type="graph"),
        [
            (
                f"{FIRST}.type",
                "value",
                "`graph` is not a panel type of Grafana 12 and 13",
                "Use `timeseries`, which took its place",
            )
        ],
    ),
    "a panel nobody knows": (
        lambda d: d["panels"][0].update(type="wheel-of-fortune"),
        [
            (
                f"{FIRST}.type",
                "value",
                "`wheel-of-fortune` is not a panel type of Grafana 12 and 13",
                "Known types: " + ", ".join(sorted(panel_types())),
            )
        ],
    ),
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
    "a fault inside a row": (
        lambda d: d["panels"].append(
            {"id": 2, "type": "row", "collapsed": True, "panels": [panel(3, options={"lgend": {}})]}
        ),
        [
            (
                "panels[1].panels[0].options.lgend",
                "unknown",
                "unknown field `lgend`: Grafana ignores it",
                'Did you mean "legend"?',
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
    "an old version": (
        lambda d: d.update(schemaVersion=39),
        [
            (
                "schemaVersion",
                "deprecated",
                "schema version 39 is migrated in the browser at every load, so what is shown is not this file",
                "Save the migrated dashboard, whose version is 42",
            )
        ],
    ),
    "a version to come": (
        lambda d: d.update(schemaVersion=43),
        [("schemaVersion", "value", "no Grafana has schema version 43", "Write 42, the last one")],
    ),
    "inputs of the import dialog": (
        lambda d: d.update(__inputs=[{"name": "DS_PROM"}]),
        [
            (
                "__inputs",
                "value",
                "inputs are only asked for by the import dialog; a provisioned file keeps the unresolved `${DS_...}`",
                "Use a datasource variable",
            )
        ],
    ),
    "the v2 format": (
        lambda d: d.update(elements={}, layout={}),
        [
            (
                "",
                "value",
                "this is a dashboard of the v2 format, which file provisioning refuses",
                "Export it as classic JSON, or wrap it for the Kubernetes-style API",
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


def test_rows_come_before_their_panels() -> None:
    value = dashboard({"id": 1, "type": "row", "collapsed": True, "panels": [panel(2), panel(3)]}, panel(4))
    assert [(path, found["id"]) for path, found in walk_panels(value)] == [
        (("panels", 0), 1),
        (("panels", 0, "panels", 0), 2),
        (("panels", 0, "panels", 1), 3),
        (("panels", 1), 4),
    ]


@pytest.mark.parametrize(
    "value", [{}, {"panels": None}, {"panels": "x"}, {"panels": [None, 1, []]}, {"templating": [], "annotations": {}}]
)
def test_nonsense_is_judged_and_never_crashes(value: dict[str, Any]) -> None:
    assert any(found.place == "title" for found in judge_dashboard(value))


def test_the_schema_is_of_the_declared_package_and_has_no_time_in_it() -> None:
    root = Path(__file__).resolve().parents[2]
    declared = json.loads((root / "scripts/dashboard-schema/package.json").read_bytes())["dependencies"]
    assert f"@grafana/schema {declared['@grafana/schema']} " in document()["$comment"]
    header = (root / "generator/o11ygen/targets/dashboard_schema.json.gz").read_bytes()[:10]
    assert header[3] == 0, "no file name"
    assert header[4:8] == bytes(4), "no time"


def test_a_right_dashboard_is_judged_without_loading_jsonschema() -> None:
    code = (
        "import sys; from o11ygen.targets.dashboard import judge_dashboard;"
        "judge_dashboard({'uid': 'a', 'title': 'A', 'schemaVersion': 42, 'panels': []});"
        "print('jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


class TestTheTwoReadersOfTheSchema:
    """The predicates and jsonschema answer alike, for right values and for values broken somewhere."""

    VALIDATORS: ClassVar[dict[str, Draft7Validator]] = {
        kind: Draft7Validator({**schema, "definitions": document()["definitions"]})
        for kind, schema in {**document()["panels"], "": document()["dashboard"]}.items()
    }

    def test_the_schema_is_draft_07(self) -> None:
        for validator in self.VALIDATORS.values():
            Draft7Validator.check_schema(validator.schema)

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_same_answer(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(sorted(self.VALIDATORS)))
        schema = document()["panels"][kind] if kind else document()["dashboard"]
        value = data.draw(_values(schema))
        accepts = accepts_panel(kind) if kind else accepts_dashboard()
        assert accepts(value) is self.VALIDATORS[kind].is_valid(value)

    def test_a_keyword_that_the_predicates_lack_is_refused(self) -> None:
        with pytest.raises(ValueError, match="`maxLength`"):
            Compiler({}).compiled({"type": "string", "maxLength": 3})

    @pytest.mark.parametrize(
        ("schema", "right", "wrong"),
        [
            ({"type": "number"}, 1.5, True),
            ({"type": ["number", "null"]}, None, "1"),
            ({"enum": [0, 1]}, 1, True),
            ({"const": True}, True, 1),
            ({"required": ["a"]}, {"a": 1}, {}),
            ({"additionalProperties": {"type": "string"}}, {"a": "b"}, {"a": 1}),
            ({"not": {}, "type": "string"}, None, "a"),
            ({"type": "array", "items": {"type": "boolean"}}, [True], [1]),
        ],
    )
    def test_keywords(self, schema: dict[str, Any], right: Any, wrong: Any) -> None:
        accepts = Compiler({}).compiled(schema)
        assert accepts(wrong) is False
        assert accepts(right) is Draft7Validator(schema).is_valid(right)


_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.floats(0, 1), st.text("ab", max_size=2))
_ANY = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner, max_size=2)
)


def _values(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Values near to what the schema allows: mostly right, now and then something else in a place."""
    if "$ref" in schema:
        return st.deferred(lambda: _values(document()["definitions"][schema["$ref"].rsplit("/", 1)[1]], depth))
    if depth > 6:
        return _ANY
    right = _right(schema, depth)
    return st.integers(0, 24).flatmap(lambda number: _ANY if number == 0 else right)


def _right(schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([_values(part, depth + 1) for part in schema["anyOf"]])
    kinds = schema.get("type")
    if kinds == "object":
        required = set(schema.get("required", ()))
        parts = {name: _values(part, depth + 1) for name, part in schema.get("properties", {}).items()}
        always = {name: part for name, part in parts.items() if name in required}
        optional = {name: part for name, part in parts.items() if name not in required}
        # A few optional fields are enough: all of them at once would only make large values.
        chosen = st.sets(st.sampled_from(sorted(optional)), max_size=3) if optional else st.just(set())
        return chosen.flatmap(
            lambda names: st.fixed_dictionaries({**always, **{n: optional[n] for n in sorted(names)}})
        )
    if kinds == "array":
        return st.lists(_values(schema["items"], depth + 1), max_size=2)
    simple = {"string": st.text("ab", max_size=2), "number": st.integers() | st.floats(0, 1), "boolean": st.booleans()}
    if isinstance(kinds, str):
        return simple[kinds]
    if isinstance(kinds, list):
        return st.one_of([simple[kind] if kind != "null" else st.none() for kind in kinds])
    return _ANY
