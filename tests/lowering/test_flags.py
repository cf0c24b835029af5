"""The flags of each server, by version and by what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.lowering.flags import alertmanager_flags, prometheus_flags
from o11ygen.resolved import Discovery, Retention
from tests.stacks import DAY, make_endpoint, make_environment, make_server, make_stack

KEPT = Retention(30 * DAY, 10 * 1024**3, 0, 0)
BOTH = ["--storage.tsdb.retention.time=30d", "--storage.tsdb.retention.size=10GB"]


@pytest.mark.parametrize(
    ("version", "flags"), [("2.42", BOTH), ("3.8", BOTH), ("3.10.2", BOTH), ("3.11", []), ("3.14", [])]
)
def test_retention_is_a_flag_until_the_file_carries_it(version: str, flags: list[str]) -> None:
    stack = make_stack(environment=make_environment(versions={"prometheus": version}, retention=KEPT))
    assert [flag for flag in prometheus_flags(stack) if "retention" in flag] == flags


@pytest.mark.parametrize(
    ("parts", "flag"),
    [
        ({"users": {"reader": "hash"}}, "--web.config.file=/etc/prometheus/web-config.yml"),
        ({"web_tls": {"cert_file": "a"}}, "--web.config.file=/etc/prometheus/web-config.yml"),
        ({"features": ("a", "b")}, "--enable-feature=a,b"),
    ],
)
def test_a_flag_is_there_where_it_is_asked_for_and_only_there(parts: dict[str, Any], flag: str) -> None:
    assert flag in prometheus_flags(make_stack(prometheus=make_server(**parts)))
    assert flag not in prometheus_flags(make_stack())


def test_nobody_may_stop_the_server_from_afar() -> None:
    assert not any("lifecycle" in flag for flag in prometheus_flags(make_stack()))


def test_external_urls_are_those_of_the_environment() -> None:
    urls = {"prometheus": "https://p.example.com", "alertmanager": "https://a.example.com"}
    stack = make_stack(environment=make_environment(urls=urls))
    assert "--web.external-url=https://p.example.com" in prometheus_flags(stack)
    assert "--web.external-url=https://a.example.com" in alertmanager_flags(stack)


@pytest.mark.parametrize(
    ("members", "flags"),
    [
        ((), ["--cluster.listen-address="]),
        (("am:9093",), ["--cluster.listen-address="]),
        (("am-0:9093", "am-1:9093"), ["--cluster.peer=am-0:9094", "--cluster.peer=am-1:9094"]),
        (("am-0", "[::1]:9093"), ["--cluster.peer=am-0:9094", "--cluster.peer=[::1]:9094"]),
    ],
)
def test_only_several_instances_make_a_cluster(members: tuple[str, ...], flags: list[str]) -> None:
    stack = make_stack(environment=make_environment(addresses={"alertmanager": members}))
    assert [flag for flag in alertmanager_flags(stack) if "cluster" in flag] == flags


@pytest.mark.parametrize(("compose", "count"), [(False, 2), (True, 0)])
def test_members_that_the_endpoint_says_itself_are_a_cluster_where_compose_runs_none(compose: bool, count: int) -> None:
    found = (Discovery("static", {"targets": ("am-0.ops:9093", "am-1.ops:9093")}),)
    stack = make_stack(prometheus=make_server(alertmanagers=(make_endpoint(discovery=found),)), compose=compose)
    assert sum(flag.startswith("--cluster.peer=am-") for flag in alertmanager_flags(stack)) == count
