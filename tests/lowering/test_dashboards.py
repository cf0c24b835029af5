"""What stands around the panels: times, title, tags, links and variables."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.duration import parse_duration
from o11ygen.lowering.dashboards import datasource_variable, environment_title, links, tags, variable
from o11ygen.lowering.durations import interval
from tests.dashboards import make_dashboard, make_variable
from tests.stacks import make_stack


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        ("30s", "30s"),
        ("1m30s", "90s"),
        ("90m", "90m"),
        ("1h30m", "90m"),
        ("1d12h", "36h"),
        ("1w", "7d"),
        ("1500ms", "1500ms"),
        ("0s", "0ms"),
    ],
)
def test_grafana_reads_one_number_and_one_unit(duration: str, text: str) -> None:
    assert interval(parse_duration(duration)) == text


@given(st.integers(0, 10**12))
def test_an_interval_reads_back_as_what_was_meant(milliseconds: int) -> None:
    text = interval(milliseconds)
    assert re.fullmatch("[0-9]+(ms|[smhd])", text)
    assert parse_duration(text) == milliseconds


def test_the_title_says_which_environment_it_is() -> None:
    assert environment_title("Overview", "staging") == "Overview (staging)"


def test_tags_are_those_of_project_and_service_and_the_authors_each_once() -> None:
    dashboard = make_dashboard(service="Shop Floor", tags=("slo", "shop"))
    assert tags(make_stack(), dashboard) == ["shop", "shop-floor", "slo"]


class TestLinks:
    def links(self, number: int, *own: tuple[str, str]) -> list[dict[str, Any]]:
        dashboard = make_dashboard(links=own)
        return [link.to_json_data() for link in links(make_stack(dashboards=(dashboard,) * number), dashboard)]

    def test_a_dashboard_alone_links_nothing(self) -> None:
        assert self.links(1) == []

    def test_dashboards_of_the_project_are_found_by_its_tag_with_time_and_variables(self) -> None:
        (link,) = self.links(2)
        assert (link["type"], link["tags"], link["includeVars"], link["keepTime"]) == (
            "dashboards",
            ["shop"],
            True,
            True,
        )

    @pytest.mark.parametrize(("number", "menu"), [(2, False), (5, False), (6, True)])
    def test_many_go_into_a_menu(self, number: int, menu: bool) -> None:
        assert self.links(number)[0]["asDropdown"] is menu

    def test_the_authors_links_follow(self) -> None:
        _, link = self.links(2, ("Runbooks", "https://runbooks.example.com"))
        assert (link["type"], link["title"], link["url"]) == ("link", "Runbooks", "https://runbooks.example.com")


class TestVariables:
    def variable(self, **parts: Any) -> dict[str, Any]:
        return variable(make_variable(**{"title": "Job", **parts}))

    def test_the_provisioned_prometheus_is_chosen_at_first(self) -> None:
        found = datasource_variable()
        assert (found["name"], found["label"], found["query"]) == ("datasource", "Data source", "prometheus")
        assert found["current"] == {"selected": True, "text": "Prometheus", "value": "prometheus"}

    def test_a_query_is_asked_anew_when_the_time_changes(self) -> None:
        found = self.variable(query="label_values(up, job)")
        assert (found["type"], found["refresh"], found["definition"]) == ("query", 2, "label_values(up, job)")
        assert found["query"]["query"] == "label_values(up, job)"
        assert found["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        # Grafana takes the first value.
        assert "current" not in found

    @pytest.mark.parametrize("source", [{"query": "label_values(up, job)"}, {"values": ("a", "b")}])
    def test_all_is_chosen_at_first_where_it_can_be(self, source: dict[str, Any]) -> None:
        found = self.variable(include_all=True, **source)
        assert found["current"] == {"text": "All", "value": "$__all"}
        assert [option["selected"] for option in found["options"]] == [False] * len(found["options"])

    def test_of_fixed_values_the_first_is_chosen(self) -> None:
        found = self.variable(values=("a", "b"))
        assert (found["type"], found["query"], found["current"]) == ("custom", "a,b", {"text": "a", "value": "a"})
        assert [option["selected"] for option in found["options"]] == [True, False]

    def test_a_comma_inside_a_value_does_not_end_it(self) -> None:
        assert self.variable(values=("a, b", "c"))["query"] == "a\\, b,c"
