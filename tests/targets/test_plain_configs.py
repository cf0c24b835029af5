"""What is found plain of prometheus.yml and alertmanager.yml has no problem by the models; what people write is plain."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.targets import DOCUMENTS
from o11ygen.targets.foreign import dialect_of
from o11ygen.targets.model import judge
from o11ygen.targets.plain import is_plain
from o11ygen.version import Version
from o11ygen.yamlread import read
from tests.programs import ROOT
from tests.targets.test_cases import CASES, document_text
from tests.validate import made_alertmanager, made_prometheus
from tests.validate.made import Maker, document

MAKES: dict[str, Callable[[Maker], Any]] = {
    "prometheus": made_prometheus.prometheus,
    "prometheus-agent": made_prometheus.prometheus,
    "alertmanager": made_alertmanager.alertmanager,
}
RELEASES = {
    "prometheus": ("2.30", "2.42", "2.53", "3.0", "3.5", "3.12"),
    "prometheus-agent": ("2.42", "3.5"),
    "alertmanager": ("0.21", "0.25", "0.28", "0.33"),
}
CHECKED = [table for table in CASES.values() if table["kind"] in MAKES]
TEXTS = [
    (table["kind"], document_text(table, text))
    for table in CHECKED
    for case in (*table.get("cases", ()), *table.get("releases", ()))
    for text in (case.get("good"), case.get("bad"), case.get("text"))
    if text is not None
]

PROMETHEUS = """
global: {scrape_interval: 15s, evaluation_interval: 30s, external_labels: {cluster: eu, replica: 1}}
rule_files: [rules/*.yml]
alerting:
  alert_relabel_configs: [{regex: replica, action: labeldrop}]
  alertmanagers:
    - {scheme: https, timeout: 10s, static_configs: [{targets: ["alertmanager:9093"]}], tls_config: {ca_file: ca.pem}}
storage: {tsdb: {out_of_order_time_window: 30m}}
remote_write:
  - url: https://metrics.example.com/push
    name: far
    headers: {X-Scope: a}
    queue_config: {capacity: 5000, max_shards: 10, max_backoff: 10s}
    write_relabel_configs: [{source_labels: [__name__], regex: "debug_.*", action: drop}]
remote_read: [{url: "https://metrics.example.com/read", read_recent: true}]
scrape_configs:
  - job_name: prometheus
    static_configs: [{targets: ["localhost:9090"], labels: {env: prod}}]
  - job_name: files
    honor_labels: true
    sample_limit: 5000
    scrape_timeout: 10s
    basic_auth: {username: u, password_file: /run/secret}
    file_sd_configs: [{files: [targets/*.yml], refresh_interval: 1m}]
    metric_relabel_configs: [{source_labels: [__name__], regex: "go_.*", action: drop}]
  - job_name: names
    authorization: {credentials_file: token}
    dns_sd_configs: [{names: [a.example.com], type: A, port: 9100}]
    relabel_configs: [{source_labels: [__address__], target_label: instance, regex: "(.*):.*", replacement: "$1"}]
  - job_name: pods
    kubernetes_sd_configs:
      - {role: pod, namespaces: {names: [a]}, selectors: [{role: pod, label: app=x}], attach_metadata: {node: true}}
      - {role: node, api_server: "https://k8s.example.com", tls_config: {ca_file: ca.pem, cert_file: c, key_file: k}}
  - job_name: probe
    metrics_path: /probe
    params: {module: [http]}
    http_sd_configs: [{url: "https://targets.example.com/list"}]
    oauth2: {client_id: a, client_secret_file: s, token_url: "https://id.example.com/token"}
"""
ALERTMANAGER = """
global: {resolve_timeout: 5m, smtp_smarthost: "mail.example.com:587", smtp_from: a@example.com, smtp_require_tls: true}
templates: [templates/*.tmpl]
route:
  receiver: team
  group_by: [alertname, cluster]
  group_wait: 30s
  routes:
    - matchers: [severity="critical", 'team=~"a|b"']
      receiver: pager
      continue: true
      routes: [{receiver: chat, matchers: [a!=b], mute_time_intervals: [nights]}]
    - {receiver: hook, group_by: ["..."], repeat_interval: 12h}
inhibit_rules:
  - {source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [alertname]}
time_intervals:
  - name: nights
    time_intervals:
      - {times: [{start_time: "22:00", end_time: "24:00"}], weekdays: ["monday:friday"], location: Europe/Berlin}
      - {days_of_month: ["1:5", -1], months: ["january:march"], years: [2025]}
receivers:
  - {name: team, email_configs: [{to: team@example.com, headers: {Subject: x}}]}
  - {name: pager, pagerduty_configs: [{routing_key_file: key, severity: critical, details: {a: "{{ .Status }}"}}]}
  - {name: chat, slack_configs: [{api_url_file: url, channel: "#a", fields: [{title: a, value: b, short: true}]}]}
  - {name: hook, webhook_configs: [{url: "https://hooks.example.com/x", max_alerts: 5, http_config: {proxy_url: "http://p"}}]}
  - {name: teams, msteamsv2_configs: [{webhook_url_file: url}], discord_configs: [{webhook_url: "https://d.example.com"}]}
  - {name: bot, telegram_configs: [{bot_token_file: token, chat_id: -5}], webhook_configs: [{url_file: u, timeout: 10s}]}
  - {name: genie, opsgenie_configs: [{api_key_file: key, responders: [{name: a, type: team}]}]}
"""


def versions(kind: str, release: str) -> dict[str, Version]:
    return {DOCUMENTS[kind].system: Version.parse(release)}


def value_of(text: str, kind: str, release: str) -> Any:
    return read(text.encode("utf-8", "surrogatepass"), dialect=dialect_of(kind, versions(kind, release))).value


def found_plain(text: str, kind: str, release: str) -> bool:
    return is_plain(DOCUMENTS[kind].shape, value_of(text, kind, release), versions(kind, release))


def problems(text: str, kind: str, release: str) -> tuple[Any, ...]:
    judged = versions(kind, release)
    value = value_of(text, kind, release)
    library = dialect_of(kind, judged).library
    return judge(DOCUMENTS[kind].model, {} if value is None else value, judged, library=library)


@pytest.mark.parametrize(
    ("kind", "text", "release"),
    [
        ("prometheus", PROMETHEUS, "3.5"),
        ("alertmanager", ALERTMANAGER, "0.28"),
        ("prometheus", (ROOT / "output/production/prometheus/prometheus.yml").read_text("utf-8"), "3.5"),
        ("alertmanager", (ROOT / "output/production/alertmanager/alertmanager.yml").read_text("utf-8"), "0.28"),
    ],
    ids=["prometheus", "alertmanager", "rendered prometheus", "rendered alertmanager"],
)
def test_a_usual_file_is_plain(kind: str, text: str, release: str) -> None:
    assert found_plain(text, kind, release)


def places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of all values below the value."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, held in steps:
        yield (*at, step)
        yield from places(held, (*at, step))


def changed(value: Any, at: tuple[str | int, ...], new: Any) -> Any:
    """A copy of the value with another one at the place; `...` takes it away."""
    if not at:
        return new
    step, *rest = at
    copied: Any = dict(value) if isinstance(value, dict) else list(value)
    if not rest and new is ...:
        del copied[step]
    else:
        copied[step] = changed(value[step], tuple(rest), new)
    return copied


USUAL = {"prometheus": PROMETHEUS, "prometheus-agent": PROMETHEUS, "alertmanager": ALERTMANAGER}
VALUES = {kind: value_of(text, kind, RELEASES[kind][-1]) for kind, text in USUAL.items()}
WRONG: st.SearchStrategy[Any] = st.one_of(
    st.just(...),
    st.none(),
    st.sampled_from(
        ["", "x", "0", "0s", "5m", "a b", "é", "...", "10:00", "friday:monday", "http://", "(", "a=~(", "{{ . }}"]
    ),
    st.sampled_from([[], {}, ["x"], [""], ["x", "x"], [None], {"": "x"}, {"x": "y"}, {"authorization": {}}, [{}]]),
    st.sampled_from(["5", "-5", "true", "1.5", "~", "99999999999999999999", "1e3", "2025-01-02", "off"]).map(
        lambda text: value_of(f"[{text}]", "prometheus", "3.5")[0]
    ),
)


@settings(max_examples=200)
@given(st.data(), st.sampled_from(sorted(MAKES)))
def test_what_is_plain_after_a_change_has_no_problem(data: st.DataObject, kind: str) -> None:
    value = VALUES[kind]
    for _ in range(data.draw(st.integers(1, 2))):
        value = changed(value, data.draw(st.sampled_from(list(places(value)))), data.draw(WRONG))
    release = data.draw(st.sampled_from(RELEASES[kind]))
    judged, found = versions(kind, release), DOCUMENTS[kind]
    if is_plain(found.shape, value, judged):
        library = dialect_of(kind, judged).library
        assert judge(found.model, value, judged, library=library) == ()


@settings(max_examples=150)
@given(st.integers(0, 10**6), st.sampled_from(sorted(MAKES)), st.sampled_from([5, 30, 300]))
def test_what_is_plain_of_made_files_has_no_problem(seed: int, kind: str, rarity: int) -> None:
    maker = Maker(random.Random(seed), rarity=rarity)
    text = document(maker, MAKES[kind](maker))
    for release in RELEASES[kind]:
        if found_plain(text, kind, release):
            assert problems(text, kind, release) == ()


@pytest.mark.parametrize(("kind", "text"), TEXTS)
def test_what_is_plain_of_the_cases_has_no_problem(kind: str, text: str) -> None:
    for release in RELEASES[kind]:
        if found_plain(text, kind, release):
            assert problems(text, kind, release) == ()


def test_what_the_shapes_name_loads_without_pydantic() -> None:
    shapes = json.loads((Path(ROOT) / "generator/o11ygen/targets/plain_shapes.json").read_text("utf-8"))
    modules = sorted({f"o11ygen.targets.{module}" for module in named_modules(shapes)})
    script = f"import importlib, sys; [importlib.import_module(name) for name in {modules}]; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (bool(modules), done.stdout) == (True, "False\n")


def named_modules(shape: Any) -> Iterator[str]:
    for name, held in shape.items() if isinstance(shape, dict) else ():
        if name in ("checks", "relations") and isinstance(held, list):
            yield from (module for module, _ in held)
        else:
            yield from named_modules(held)
