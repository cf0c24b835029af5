"""Where alerts end in a routing tree."""

from typing import Any

import pytest
import yaml

from o11ygen.routing.tree import Node, tree_of

TREE = """
route:
  receiver: everyone
  group_by: [alertname]
  group_interval: 1m
  routes:
    - matchers: [team="ml"]
      receiver: ml
      routes:
        - {matchers: [severity="critical"], receiver: ml-page, continue: true}
        - {matchers: ['severity=~"critical|warning"'], receiver: ml-chat, group_by: []}
        - {matchers: [severity="info"], group_by: ['...'], group_wait: 0s}
    - match: {team: web}
      match_re: {env: "prod.*"}
      receiver: web
    - {receiver: audit, matchers: ['{audit!="", team!~"ml|web"}']}
receivers: []
"""


def _root(text: str = TREE, *, utf8: bool = True) -> Node:
    config: dict[str, Any] = yaml.safe_load(text)
    return tree_of(config, utf8=utf8)


@pytest.mark.parametrize(
    ("labels", "receivers"),
    [
        ({}, ["everyone"]),
        ({"team": "ml"}, ["ml"]),
        ({"team": "ml", "severity": "critical"}, ["ml-page", "ml-chat"]),
        ({"team": "ml", "severity": "warning"}, ["ml-chat"]),
        ({"team": "ml", "severity": "info"}, ["ml"]),
        ({"team": "ml", "severity": "criticalx"}, ["ml"]),
        ({"team": "web", "env": "production"}, ["web"]),
        ({"team": "web", "env": "preprod"}, ["everyone"]),
        ({"team": "web"}, ["everyone"]),
        ({"audit": "yes"}, ["audit"]),
        ({"audit": "yes", "team": "ml"}, ["ml"]),
    ],
)
def test_an_alert_ends_at_the_deepest_first_match(labels: dict[str, str], receivers: list[str]) -> None:
    assert [node.receiver for node in _root().reached(labels)] == receivers


def test_what_a_route_does_not_say_it_inherits() -> None:
    nodes = {node.path: node for node in _root().walk()}
    page, chat, info = (nodes[f"route.routes[0].routes[{index}]"] for index in range(3))
    assert (page.group_by, page.group_wait, page.group_interval, page.repeat_interval) == (
        ("alertname",),
        "30s",
        "1m",
        "4h",
    )
    assert chat.group_by == ()
    assert (info.group_by, info.group_wait, info.receiver) == (("...",), "0s", "ml")
    assert page.title == 'team="ml" > severity="critical"'


def test_a_group_is_named_by_the_labels_that_the_alert_has() -> None:
    nodes = {node.path: node for node in _root().walk()}
    labels = {"alertname": "A", "team": "ml", "severity": "info", "empty": ""}
    assert nodes["route"].group(labels) == {"alertname": "A"}
    assert nodes["route.routes[0].routes[1]"].group(labels) == {}
    assert nodes["route.routes[0].routes[2]"].group(labels) == {"alertname": "A", "team": "ml", "severity": "info"}


def test_regular_expressions_match_in_full_and_over_lines() -> None:
    root = _root("route: {receiver: r, routes: [{receiver: s, matchers: ['a=~\"x.y\"']}]}")
    assert [node.receiver for node in root.reached({"a": "x\ny"})] == ["r"]
    assert [node.receiver for node in root.reached({"a": "x-y"})] == ["s"]
    assert [node.receiver for node in root.reached({"a": "x-yz"})] == ["r"]


def test_labels_of_routes_are_merged_from_the_root() -> None:
    root = _root("route: {receiver: r, labels: {a: '1', b: '1'}, routes: [{labels: {b: '2'}}]}")
    assert [dict(node.labels) for node in root.walk()] == [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}]
