"""Dashboards with anything in the place of anything: nobody checked them, and reading them ends in no traceback."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import check as checking
from o11ygen.foreign.dashboards import dashboard
from o11ygen.foreign.written import Part, Text
from o11ygen.validate.reading import Content
from o11ygen.yamlread import read_json
from tests.stacks import make_stack

TARGET = {"refId": "A", "expr": 'rate(a_total{job="$job"}[5m])', "legendFormat": "{{pod}}", "instant": True}
PANEL = {
    "id": 1,
    "type": "timeseries",
    "title": "Up",
    "datasource": {"type": "prometheus", "uid": "$datasource"},
    "targets": [TARGET, {"expr": "b", "datasource": "x"}],
    "gridPos": {"w": 12, "h": 8},
    "links": [{"title": "a", "url": "/d/shop?var-x=1"}],
    "interval": "1m",
    "repeat": "job",
    "transformations": [{"id": "merge"}],
    "options": {"reduceOptions": {"calcs": ["sum"]}, "content": "text"},
    "fieldConfig": {
        "defaults": {
            "unit": "percentunit",
            "max": 100,
            "mappings": [{"type": "value", "options": {"0": {"text": "a"}}}],
            "thresholds": {"mode": "absolute", "steps": [{"color": "red", "value": 80}]},
        },
        "overrides": [{"matcher": {}, "properties": [{"id": "unit", "value": "s"}]}],
    },
    "yaxes": [{"format": "s"}, {"format": "ms"}],
    "seriesOverrides": [{"yaxis": 2}],
}
CLASSIC = {
    "title": "Shop",
    "uid": "shop",
    "schemaVersion": 42,
    "refresh": "5s",
    "time": {"from": "now-6h", "to": "now"},
    "tags": ["a"],
    "links": [{"type": "dashboards", "tags": ["a"]}, {"type": "link", "title": "b", "url": "/d/b"}],
    "templating": {
        "list": [
            {"name": "datasource", "type": "datasource", "query": "prometheus"},
            {"name": "job", "type": "query", "query": {"query": "label_values(up, job)"}, "multi": True},
            {"name": "size", "type": "custom", "query": "a,b"},
        ]
    },
    "annotations": {"list": [{"name": "x", "expr": "up", "datasource": "$datasource"}]},
    "panels": [PANEL, {"type": "row", "title": "Row", "collapsed": True, "panels": [PANEL]}],
}
ASKED = {"kind": "DataQuery", "group": "prometheus", "datasource": {"name": "x"}, "spec": TARGET}
NEWER = {
    "title": "Shop",
    "elements": {
        "a": {
            "kind": "Panel",
            "spec": {
                "title": "Up",
                "data": {
                    "spec": {"queries": [{"spec": {"refId": "A", "query": ASKED}}], "queryOptions": {"interval": "1m"}}
                },
                "vizConfig": {
                    "group": "stat",
                    "spec": {"fieldConfig": PANEL["fieldConfig"], "options": PANEL["options"]},
                },
            },
        }
    },
    "layout": {
        "kind": "RowsLayout",
        "spec": {
            "rows": [{"spec": {"title": "Row", "layout": {"spec": {"items": [{"spec": {"element": {"name": "a"}}}]}}}}]
        },
    },
    "variables": [{"kind": "QueryVariable", "spec": {"name": "job", "query": {"spec": {"query": "up"}}}}],
    "annotations": [{"spec": {"name": "x", "query": ASKED}}],
    "timeSettings": {"from": "now-6h", "to": "now"},
}
STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "$x", "[[", 0, -1.5, True, [], {}, [None], [1, "a"], {"a": 1}, {"kind": []}, ["$a"]]
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every part of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, item in items for place in places(item, (*at, key)))]


def changed(value: Any, path: tuple[Any, ...], strange: Any) -> Any:
    """The document with something else at a path."""
    made = copy.deepcopy(value)
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = strange
    return made


@pytest.mark.parametrize("whole", [CLASSIC, NEWER], ids=["classic", "newer"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_anything_is_read_and_judged(whole: dict[str, Any], data: st.DataObject) -> None:
    made: Any = whole
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(made)[1:]))
        made = changed(made, path, data.draw(STRANGE))
    text = json.dumps(made).encode()
    document = read_json(text)
    read = Text("shop.json", Content(text), document)
    found = dashboard(document.value, at=(), origin=lambda path, below: Part(read, path, below))
    stack = make_stack(dashboards=(found,), known=frozenset())
    told = list(checking.run(stack, severities={}, used=set()))
    assert all(one.location.file == "shop.json" for one in told if one.id.startswith("dashboard/"))
