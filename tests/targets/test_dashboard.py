"""The gate for dashboards: each fault of shape with its place and words."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from o11ygen.targets.dashboard import judge_dashboard, walk_panels
from o11ygen.targets.dashboard_schema import panel_types
from tests.targets.boards import FIRST, Edit, Fault, dashboard, edited, faults, panel


def test_a_right_dashboard_has_no_faults() -> None:
    assert faults(dashboard()) == []


def test_the_fields_that_the_published_types_lack_are_only_allowed_where_grafana_uses_them() -> None:
    value = edited(lambda d: d["templating"]["list"][0].update(auto=True))
    assert faults(value) == [
        ("templating.list[0].auto", "unknown", "unknown field `auto`: Grafana ignores it", "Remove it")
    ]


CASES: dict[str, tuple[Edit, list[Fault]]] = {
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


def test_a_right_dashboard_is_judged_without_loading_jsonschema() -> None:
    code = (
        "import sys; from o11ygen.targets.dashboard import judge_dashboard;"
        "judge_dashboard({'uid': 'a', 'title': 'A', 'schemaVersion': 42, 'panels': []});"
        "print('jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
