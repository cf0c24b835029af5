"""What no program can run with, or no file can hold, is refused when it is built."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from o11ygen import (
    Alert,
    AlertmanagerEndpoint,
    DnsDiscovery,
    Environment,
    FileDiscovery,
    HttpDiscovery,
    HttpProbe,
    KubernetesDiscovery,
    Prometheus,
    RemoteWrite,
    ScrapeJob,
    Secret,
    Severity,
    Static,
    TextPanel,
    override,
    per_env,
)
from o11ygen.spec.faults import explain_error, findings
from o11ygen.spec.model import collecting
from o11ygen.spec.receiver import Slack


def refusal(build: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        build()
    model = {kind.__name__: kind for kind in KINDS}[caught.value.title]
    [fault] = explain_error(model, caught.value)
    return fault.message, fault.hint


KINDS = (
    AlertmanagerEndpoint, DnsDiscovery, Environment, FileDiscovery, HttpDiscovery, HttpProbe, KubernetesDiscovery,
    Prometheus, RemoteWrite, ScrapeJob, Slack, Static,
)  # fmt: skip


@pytest.mark.parametrize("nothing", ["0", "0s", "0ms"])
@pytest.mark.parametrize(
    ("field", "build"),
    [
        ("refresh_interval", lambda given: FileDiscovery(("a.json",), refresh_interval=given)),
        ("refresh_interval", lambda given: DnsDiscovery(("a",), refresh_interval=given)),
        ("refresh_interval", lambda given: HttpDiscovery("http://a", refresh_interval=given)),
        ("interval", lambda given: ScrapeJob("a", interval=given)),
        ("timeout", lambda given: ScrapeJob("a", timeout=given)),
        ("interval", lambda given: HttpProbe("a", interval=given)),
        ("timeout", lambda given: HttpProbe("a", timeout=given)),
        ("timeout", lambda given: AlertmanagerEndpoint(timeout=given)),
        ("scrape_interval", lambda given: Prometheus(scrape_interval=given)),
        ("scrape_timeout", lambda given: Prometheus(scrape_timeout=given)),
        ("evaluation_interval", lambda given: Prometheus(evaluation_interval=given)),
    ],
)
def test_no_time_at_all(field: str, build: Callable[[Any], object], nothing: str) -> None:
    message = f"`{nothing}` is no time at all: the programs stop on it, or read it as their own default"
    hint = "Write how long, such as `30s`, or leave the field out."
    assert refusal(lambda: build(nothing)) == (f"`{field}`: {message}", hint)
    assert refusal(lambda: build(per_env("1m", {"a": nothing}))) == (f"`{field}` (per_env a): {message}", hint)
    build("1ms")


def test_rules_may_be_evaluated_without_an_offset() -> None:
    assert Prometheus(query_offset="0s").query_offset == "0s"


@pytest.mark.parametrize(
    "url",
    ["", "a", "archive:9090", "ftp://a", "http://", "https:///x", "http://a b", "http://a:99999", "http://[::1", "//a"],
)
def test_samples_are_sent_to_a_url(url: str) -> None:
    assert refusal(lambda: RemoteWrite("far", url=url)) == (
        "`url`: it is no URL with the scheme http or https and a host, so no sample would leave Prometheus",
        "Write it whole, such as `https://archive.example.com/api/v1/write`.",
    )


@pytest.mark.parametrize("url", ["http://a", "https://a:1/b?c=d", "http://[::1]:9090/api/v1/write"])
def test_urls_that_samples_are_sent_to(url: str) -> None:
    assert RemoteWrite("far", url=url).url == url


def test_selectors_of_kubernetes() -> None:
    wrong = ({"role": "pod", "labels": "app=x"},)
    message, hint = refusal(lambda: KubernetesDiscovery("pod", selectors=wrong))
    assert message == "`selectors`[0]: `labels` is no key of a selector, and Prometheus refuses the file"
    assert hint == 'Did you mean "label"?'
    message, _ = refusal(lambda: KubernetesDiscovery("pod", selectors=({"label": "app=x"},)))
    assert message == "`selectors`[0]: a selector without `role` selects nothing, and Prometheus refuses the file"
    right = {"role": "pod", "label": "app=x", "field": "spec.nodeName=a"}
    assert KubernetesDiscovery("pod", selectors=(right,)).selectors == (right,)


@pytest.mark.parametrize("name", ["jaeger-query", "prometheus", "shop"])
def test_an_empty_list_of_addresses(name: str) -> None:
    assert refusal(lambda: Environment("a", tier="b", addresses={name: ()})) == (
        f"`addresses`: `{name}` has an empty list of addresses, so nothing is found there",
        "Write `host:port`, or leave it out.",
    )


@pytest.mark.parametrize("nothing", ["", " "])
def test_an_empty_target(nothing: str) -> None:
    assert refusal(lambda: Static(("a:1", nothing))) == (
        "`targets`[1]: the target is empty, so nothing is scraped there, and nobody sees it down",
        "Write `host:port`, or leave it out.",
    )


def itself() -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    mapping["a"] = mapping["b"] = mapping
    return mapping


PLAIN = "Write strings, finite numbers, True, False, None, lists and mappings."


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (object(), "`x` holds a object, which no file can hold"),
        ({"y": {"a"}}, "`y` holds a set, which no file can hold"),
        ([datetime.date(2026, 1, 2)], "`x` holds a date, which no file can hold"),
        (b"a", "`x` holds a bytes, which no file can hold"),
        ({1: "a"}, "a key of `x` is a int, no string"),
        (float("nan"), "`x` is nan, which is no number in a file"),
        ((float("inf"),), "`x` is inf, which is no number in a file"),
        (2**63, "a number does not fit into 64 bits, so the programs can't read it"),
        (itself(), "a collection holds itself, or nests too deep to be written"),
        ({"y": ["\ud800"]}, "a text holds half of a surrogate pair, which is no character"),
        ({"\udfff": 1}, "a text holds half of a surrogate pair, which is no character"),
    ],
)
@pytest.mark.parametrize(
    "build",
    [
        lambda extra: ScrapeJob("a", extra=extra),
        lambda extra: RemoteWrite("a", url="http://a", extra=extra),
        lambda extra: Prometheus(extra=extra),
        lambda extra: Slack("#a", extra=extra),
    ],
)
def test_extra_that_no_file_can_hold(build: Callable[[Any], object], value: Any, message: str) -> None:
    said, hint = refusal(lambda: build({"x": value}))
    assert said.startswith(f"`extra`: {message}")
    assert hint


def test_extra_of_alerts_and_panels() -> None:
    with pytest.raises(ValidationError):
        Alert("A", expr="up == 0", severity=Severity.INFO, extra={"x": object()})
    with pytest.raises(ValidationError):
        TextPanel("a", content="a", extra={"x": object()})


def test_extra_that_a_file_can_hold() -> None:
    held = {"a": None, "b": [True, 1, 1.5, "x"], "c": ({"d": -(2**63)},), "e": per_env(1), "f": Secret.file("/s")}
    assert dict(ScrapeJob("a", extra=held).extra) == held


@pytest.mark.parametrize("count", [2**63, 2**64, 10**5000], ids=["63", "64", "endless"])
def test_numbers_beyond_64_bits(count: int) -> None:
    message, _ = refusal(lambda: ScrapeJob("a", sample_limit=count))
    assert message == "`sample_limit`: a number does not fit into 64 bits, so the programs can't read it"


def test_numbers_below_zero() -> None:
    assert refusal(lambda: ScrapeJob("a", sample_limit=-1))[0] == "`sample_limit` is less than 0"
    assert ScrapeJob("a", sample_limit=2**63 - 1).sample_limit == 2**63 - 1


def test_half_a_surrogate_pair() -> None:
    with collecting() as collected:
        ScrapeJob("a\ud800")
        override("a.B", summary="\udc00")
    said = [finding.message for finding in findings(collected.faults)]
    assert said[0] == (
        "scrape job a\\ud800: `name`: a text holds half of a surrogate pair, which is no character: "
        "no file can be written with it"
    )
    assert said[1].startswith("override: `changes`: a text holds half of a surrogate pair")


def test_a_whole_pair_is_a_character() -> None:
    assert Slack("#\U0001f600").channel == "#\U0001f600"
