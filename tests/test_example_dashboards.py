"""The example's dashboards, judged as a demanding reader would: complete, explained, asking what the environment has.

`TestLinter` holds them to the rules of Grafana's dashboard-linter (https://github.com/grafana/dashboard-linter), in the
words of its documentation; where a rule is not kept, the test says why.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from o11ygen.duration import parse_duration
from o11ygen.promql import parse
from o11ygen.resolved import Dashboard, Panel
from o11ygen.targets.dashboard import judge_dashboard, walk_panels
from o11ygen.targets.dashboard_faults import unit_fault
from tests.live import example

COLUMNS = 24
# Stands for `$__rate_interval`, and is no range that anybody would write.
RATE_INTERVAL = "61s"
NAMES = ("business-kpis", "model-performance", "system-overview")
EVERYWHERE = [(environment, name) for environment in example.ENVIRONMENTS for name in NAMES]
# What each dashboard has to show, by a metric that shows it.
SHOWN = {
    "system-overview": {
        "health of the service": "up",
        "its alerts": "ALERTS",
        "request rate and errors by status": "http_requests_total",
        "latency": "http_request_duration_seconds_bucket",
        "processor": "process_cpu_seconds_total",
        "memory": "process_memory_bytes",
        "processor of the host": "instance:node_cpu_used:ratio_rate5m",
        "memory of the host": "instance:node_memory_used:ratio",
        "disks": "instance_mountpoint:node_filesystem_free:ratio",
        "network": "node_network_receive_bytes_total",
        "dependencies": "probe_success",
        "databases": "database_up",
    },
    "model-performance": {
        "accuracy": "model_accuracy",
        "prediction latency": "model_prediction_duration_seconds_bucket",
        "feature importance": "feature_importance_ratio",
        "drift": "job_feature:feature_drift_statistic:max",
        "certainty of the drift": "feature_drift_p_value",
        "missing values": "feature_missing_values_ratio",
        "outliers": "feature_outliers_ratio",
        "stale data": "dataset_last_updated_timestamp_seconds",
        "training": "training_job_failures_total",
        "age of the model": "model_last_updated_timestamp",
    },
    "business-kpis": {
        "churn": "predicted_churn_rate",
        "segments": "customer_segments_total",
        "revenue": "revenue_impact_dollars",
        "cost of a prediction": "process_cpu_seconds_total",
        "queue": "prediction_queue_depth",
    },
}


@functools.cache
def document(environment: str, name: str) -> dict[str, Any]:
    (artifact,) = (
        artifact
        for artifact in example.rendered().artifacts[environment]
        if artifact.path.startswith("grafana/dashboards/") and artifact.path.endswith(f"/churn-{name}.json")
    )
    value: dict[str, Any] = json.loads(artifact.text)
    return value


def resolved(environment: str, name: str) -> Dashboard:
    return next(one for one in example.stack(environment).dashboards if one.name == name)


def panels(value: dict[str, Any], *, text: bool = False) -> Iterator[dict[str, Any]]:
    """Those that show data; with `text` also those that show none."""
    for _, panel in walk_panels(value):
        if panel["type"] != "row" and (text or panel["type"] != "text"):
            yield dict(panel)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Everything that is no list and no mapping, with its place."""
    if isinstance(value, dict | list):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, step))
    else:
        yield path, value


def expressions(panel: Panel) -> Iterator[str]:
    for query in panel.queries:
        yield query.expr.replace("$__rate_interval", RATE_INTERVAL)


def test_there_are_these_three() -> None:
    for environment in example.ENVIRONMENTS:
        assert sorted(one.name for one in example.stack(environment).dashboards) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_dashboard_shows_what_it_is_for(name: str) -> None:
    dashboard = resolved("production", name)
    metrics = {metric for panel in dashboard.panels for text in expressions(panel) for metric in parse(text).metrics}
    assert {what for what, metric in SHOWN[name].items() if metric not in metrics} == set()


@pytest.mark.parametrize(("environment", "name"), EVERYWHERE)
class TestEverywhere:
    def test_grafana_has_nothing_against_it(self, environment: str, name: str) -> None:
        assert judge_dashboard(document(environment, name)) == ()

    def test_it_holds_no_null_but_that_of_the_lowest_threshold(self, environment: str, name: str) -> None:
        assert {path[-3:] for path, value in leaves(document(environment, name)) if value is None} == {
            ("steps", 0, "value")
        }
        assert [path for path, value in leaves(document(environment, name)) if value in ("null", "None")] == []

    def test_it_says_where_it_is(self, environment: str, name: str) -> None:
        value = document(environment, name)
        assert value["title"].endswith(f" ({environment})")
        assert value["uid"] == f"churn-{name}"

    def test_every_panel_says_what_it_tells_and_in_which_unit(self, environment: str, name: str) -> None:
        for panel in panels(document(environment, name), text=True):
            assert panel.get("description", "").endswith("."), panel["title"]
        for panel in panels(document(environment, name)):
            unit = panel["fieldConfig"]["defaults"].get("unit") or panel["options"].get("yAxis", {}).get("unit")
            assert unit, panel["title"]
            assert unit_fault(unit) is None

    def test_its_queries_are_promql(self, environment: str, name: str) -> None:
        for panel in resolved(environment, name).panels:
            for text in expressions(panel):
                assert parse(text).error == "", panel.title

    def test_lines_are_full_and_even(self, environment: str, name: str) -> None:
        lines: dict[int, list[dict[str, int]]] = {}
        for panel in panels(document(environment, name), text=True):
            lines.setdefault(panel["gridPos"]["y"], []).append(panel["gridPos"])
        for places in lines.values():
            assert sum(place["w"] for place in places) == COLUMNS
            assert len({place["h"] for place in places}) == 1

    def test_a_legend_names_every_label_that_tells_series_apart(self, environment: str, name: str) -> None:
        for panel in resolved(environment, name).panels:
            for query, text in zip(panel.queries, expressions(panel), strict=True):
                kept = {label for grouping in parse(text).groupings for label in grouping.labels} - {"le"}
                # A heatmap has no series but buckets, a table a column for each label.
                if panel.kind not in ("heatmap", "table"):
                    assert kept <= set(re.findall(r"\{\{(\w+)\}\}", query.legend)), panel.title


def test_an_alert_and_its_panel_share_their_threshold_in_each_environment() -> None:
    for environment in example.ENVIRONMENTS:
        panel = next(one for one in resolved(environment, "system-overview").panels if one.title == "Requests failing")
        colors = {step.color: step.value for step in panel.thresholds}
        for color, severity in (("orange", "warning"), ("red", "critical")):
            alert = example.alert_rule(environment, "HighErrorRate", severity=severity, service="churn-predictor")
            assert alert.parameters["threshold"] == colors[color]


def test_dashboards_of_all_environments_differ_in_their_values_alone() -> None:
    for name in NAMES:
        first, *others = (
            [panel["id"] for panel in panels(document(one, name), text=True)] for one in example.ENVIRONMENTS
        )
        assert all(other == first for other in others)


@pytest.mark.parametrize("name", NAMES)
class TestLinter:
    """In production; the rules look at nothing that differs by environment."""

    def variables(self, name: str) -> dict[str, dict[str, Any]]:
        return {one["name"]: one for one in document("production", name)["templating"]["list"]}

    def test_template_datasource_rule(self, name: str) -> None:
        kept = [one for one in self.variables(name).values() if one["type"] == "datasource"]
        assert [(one["name"], one["label"]) for one in kept] == [("datasource", "Data source")]

    def test_template_job_and_instance_rules(self, name: str) -> None:
        """Kept for `instance` where there is one. Not for `job`: each dashboard is of one service, whose jobs the spec
        knows, so `$selector` fixes them; a choice would only lead to empty panels. Model and business figures are the
        same on each instance, so a choice of one would mean nothing there."""
        variables = self.variables(name)
        assert "job" not in variables
        assert ("instance" in variables) == (name == "system-overview")
        if "instance" in variables:
            instance = variables["instance"]
            assert (instance["label"], instance["multi"], instance["allValue"]) == ("Instance", True, ".+")
            assert instance["datasource"] == {"type": "prometheus", "uid": "${datasource}"}

    def test_template_label_promql_rule(self, name: str) -> None:
        for variable in self.variables(name).values():
            if variable["type"] == "query":
                match = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["query"]["query"])
                assert match is not None
                assert parse(match[1]).error == ""

    def test_template_on_time_change_reload_rule(self, name: str) -> None:
        assert {one["refresh"] for one in self.variables(name).values() if one["type"] == "query"} <= {2}

    def test_panel_datasource_rule(self, name: str) -> None:
        for panel in panels(document("production", name)):
            assert panel["datasource"]["uid"] == "${datasource}"

    def test_panel_title_description_rule(self, name: str) -> None:
        for panel in panels(document("production", name)):
            assert panel["title"]
            assert panel["description"]

    def test_panel_no_targets_rule(self, name: str) -> None:
        for panel in panels(document("production", name)):
            assert panel["targets"]

    def test_target_rate_interval_rule(self, name: str) -> None:
        """`increase` is exempt: its range is what is counted, such as the jobs of an hour."""
        for panel in resolved("production", name).panels:
            for text in expressions(panel):
                ranges = {each.range_ms for each in parse(text).selectors if each.within[:1] in (("rate",), ("irate",))}
                assert ranges <= {parse_duration(RATE_INTERVAL)}, panel.title

    def test_target_counter_agg_rule(self, name: str) -> None:
        for panel in resolved("production", name).panels:
            for text in expressions(panel):
                for selector in parse(text).selectors:
                    # A gauge with the name of a counter, which the spec explains.
                    if selector.metric.endswith("_total") and selector.metric != "customer_segments_total":
                        assert selector.function in ("rate", "irate", "increase"), panel.title

    def test_target_job_rule(self, name: str) -> None:
        """Not with `$job`, see above; but each selector names the job it means. `ALERTS` has none: alerts that are not
        of a job's series are the service's too."""
        for panel in resolved("production", name).panels:
            for text in expressions(panel):
                for selector in parse(text).selectors:
                    if selector.metric != "ALERTS":
                        assert "job" in {matcher.name for matcher in selector.matchers}, panel.title

    def test_uneditable_dashboard(self, name: str) -> None:
        assert document("production", name)["editable"] is False
