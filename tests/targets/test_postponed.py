"""Parts of documents whose models are imported when a document first has them."""

import json
import subprocess
import sys

import pytest

from o11ygen.targets import DOCUMENTS
from o11ygen.targets.discovery import Discovery
from o11ygen.targets.discovery.kubernetes import KubernetesSD
from o11ygen.targets.model import inner_model, known_fields
from o11ygen.targets.postponed import Later, later
from o11ygen.targets.prometheus import PrometheusConfig
from o11ygen.targets.receivers import Receiver
from o11ygen.targets.receivers.email import EmailConfig
from tests.targets.judging import faults

_JUDGE = """
import json, sys
from o11ygen.targets import DOCUMENTS
from o11ygen.targets.model import judge
kind, value = json.loads(sys.argv[1])
found = [problem.message for problem in judge(DOCUMENTS[kind].model, value, {})]
print(json.dumps([found, sorted(sys.modules)]))
"""
_JOB = {"job_name": "app", "static_configs": [{"targets": ["app:80"]}]}
_DISCOVERIES = {f"o11ygen.targets.discovery.{name}" for name in ("aws", "cloud", "hosting", "kubernetes", "registry")}
_SECTIONS = {f"o11ygen.targets.{name}" for name in ("remote", "storage", "tracing")}
_INTEGRATIONS = {
    f"o11ygen.targets.receivers.{name}" for name in ("chat", "email", "mattermost", "paging", "slack", "webhook")
}


def _imported(kind: str, value: object) -> tuple[list[str], set[str]]:
    """What is wrong with the document, and the modules that a new process imports to say so."""
    command = [sys.executable, "-c", _JUDGE, json.dumps([kind, value])]
    found, modules = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found, set(modules)


def test_a_rule_file_needs_the_models_of_rule_files_only() -> None:
    found, modules = _imported("rules", {"groups": [{"name": "app", "rules": [{"alert": "Down", "expr": "up == 0"}]}]})
    assert found == []
    assert not {"o11ygen.spec", "o11ygen.targets.http", "jinja2", "jsonschema", "grafanalib", "rich"} & modules
    assert not {name for name in modules if name.startswith(("o11ygen.resolve", "o11ygen.promql"))}


@pytest.mark.parametrize(
    ("value", "needed"),
    [
        ({"scrape_configs": [_JOB]}, set()),
        (
            {"scrape_configs": [{"job_name": "pods", "kubernetes_sd_configs": [{"role": "pod"}]}]},
            {"o11ygen.targets.discovery.kubernetes"},
        ),
        (
            {"scrape_configs": [{"job_name": "machines", "hetzner_sd_configs": [{"role": "hcloud"}]}]},
            {"o11ygen.targets.discovery.hosting"},
        ),
        ({"remote_write": [{"url": "http://store/api/v1/write"}]}, {"o11ygen.targets.remote"}),
        ({"storage": {"tsdb": {"retention": {"time": "1d"}}}}, {"o11ygen.targets.storage"}),
    ],
    ids=["static", "kubernetes", "hetzner", "remote write", "storage"],
)
def test_prometheus_needs_what_its_file_names(value: object, needed: set[str]) -> None:
    found, modules = _imported("prometheus", value)
    assert found == []
    assert modules & (_DISCOVERIES | _SECTIONS) == needed


@pytest.mark.parametrize(
    ("receiver", "needed"),
    [
        ({}, set()),
        ({"webhook_configs": [{"url": "http://hook/"}]}, {"o11ygen.targets.receivers.webhook"}),
        ({"pagerduty_configs": [{"routing_key": "key"}]}, {"o11ygen.targets.receivers.paging"}),
    ],
    ids=["nobody", "webhook", "pagerduty"],
)
def test_alertmanager_needs_the_integrations_of_its_file(receiver: dict[str, object], needed: set[str]) -> None:
    found, modules = _imported(
        "alertmanager", {"route": {"receiver": "team"}, "receivers": [{"name": "team", **receiver}]}
    )
    assert found == []
    assert modules & _INTEGRATIONS == needed


def test_the_renderers_need_no_part_before_it_is_rendered() -> None:
    script = "import sys; from o11ygen.renderer import renderers; renderers(); print(' '.join(sys.modules))"
    modules = set(
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    )
    assert "o11ygen.targets.outlined" in modules
    assert not modules & {f"o11ygen.targets.{document.module}" for document in DOCUMENTS.values()}


def test_faults_of_such_a_part_have_their_place_and_the_nearest_name() -> None:
    text = """
    scrape_configs:
      - job_name: pods
        kubernetes_sd_configs:
          - role: pods
            namespaces: {nams: [a]}
    """
    assert faults("prometheus", text) == [
        "scrape_configs[0].kubernetes_sd_configs[0].role: must be one of `node`, `pod`, `service`, `endpoints`,"
        " `endpointslice` or `ingress`",
        "scrape_configs[0].kubernetes_sd_configs[0].namespaces.nams: unknown field `nams`",
    ]
    assert known_fields(PrometheusConfig, ("scrape_configs", 0, "kubernetes_sd_configs", 0, "namespaces")) == (
        "own_namespace",
        "names",
    )


def test_releases_hold_within_such_a_part() -> None:
    text = "scrape_configs: [{job_name: pods, kubernetes_sd_configs: [{role: pod, attach_metadata: {node: true}}]}]"
    assert faults("prometheus", text, "2.30") == [
        "scrape_configs[0].kubernetes_sd_configs[0].attach_metadata: "
        "`attach_metadata` needs Prometheus 2.35; judged as 2.30"
    ]
    assert faults("prometheus", text, "2.35") == []


def test_a_file_uses_its_own_names_within_such_a_part_and_python_may_use_either() -> None:
    text = "{route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b, smarthost: 'c:25', from_: d}]}]}"
    assert "receivers[0].email_configs[0].from_: unknown field `from_`" in faults("alertmanager", text)
    built = Receiver(name="a", email_configs=[EmailConfig(to="b", smarthost="c:25", from_="d")])
    assert built.document() == {"name": "a", "email_configs": [{"to": "b", "from": "d", "smarthost": "c:25"}]}
    assert Receiver.model_validate(built.document()) == built


def test_a_stand_in_gives_the_model_itself() -> None:
    assert inner_model(Discovery, "kubernetes_sd_configs") is KubernetesSD
    stand_in = later("discovery.kubernetes", "KubernetesSD")
    assert issubclass(stand_in, Later)
    assert stand_in.load() is KubernetesSD


def test_the_json_schema_has_every_part() -> None:
    definitions = DOCUMENTS["prometheus"].model.model_json_schema(by_alias=True)["$defs"]
    own = KubernetesSD.model_json_schema(by_alias=True)
    assert definitions["KubernetesSD"]["properties"] == own["properties"]
    assert definitions["ScrapeConfig"]["properties"]["kubernetes_sd_configs"]["anyOf"][0]["items"] == {
        "$ref": "#/$defs/KubernetesSD"
    }
