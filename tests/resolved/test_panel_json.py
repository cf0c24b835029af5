"""Fields of panels in Grafana's JSON."""

from __future__ import annotations

import pytest

from o11ygen.resolved import panel_json


@pytest.mark.parametrize(
    ("interval", "step"),
    [("1m", 60_000), (">30s", 30_000), ("> 2h", 7_200_000), ("$__interval", 0), (None, 0), ("", 0)],
)
def test_step(interval: object, step: int) -> None:
    assert panel_json.step_of({"interval": interval}) == step


@pytest.mark.parametrize(
    ("datasource", "uid"),
    [({"type": "prometheus", "uid": "x"}, "x"), ("Prometheus", "Prometheus"), (None, ""), ({"type": "prometheus"}, "")],
)
def test_datasource(datasource: object, uid: str) -> None:
    assert panel_json.datasource_of({"datasource": datasource}) == uid


def test_links_of_the_panel_of_its_values_and_of_single_series() -> None:
    link = {"title": "a", "url": "/d/a"}
    given = {
        "links": [link, "no link"],
        "options": {"dataLinks": [{"title": "b", "url": "/d/b"}]},
        "fieldConfig": {
            "defaults": {"links": ({"title": "c", "url": None},)},
            "overrides": [{"properties": [{"id": "links", "value": [{"url": "/d/d"}]}, {"id": "unit", "value": "s"}]}],
        },
    }
    assert panel_json.links_of(given) == (("a", "/d/a"), ("c", ""), ("b", "/d/b"), ("", "/d/d"))
    assert panel_json.units_of(given) == ("s",)


def test_of_nothing_there_is_nothing() -> None:
    assert panel_json.links_of({}) == ()
    assert panel_json.units_of({}) == ()
    assert panel_json.transformations_of({}) == ()
    assert panel_json.links_of({"fieldConfig": [], "links": "x", "options": None}) == ()
