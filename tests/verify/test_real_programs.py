"""The verdicts of the real promtool, amtool and jaeger of every version at hand, over small environments made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen.targets.scrape import ScrapeConfig
from o11ygen.verify import Outcome, Program, Programs, Run, VerifyResult, leftout, verify_environment
from o11ygen.version import Version
from tests.programs import ALERTMANAGER_VERSIONS, PROMETHEUS_VERSIONS, program

pytestmark = pytest.mark.tools

PROMETHEUS = """\
global:
  scrape_interval: 15s
rule_files:
  - /etc/prometheus/alert-rules.yml
scrape_configs:
  - job_name: app
    authorization:
      credentials_file: /run/secrets/token
    tls_config:
      ca_file: /run/secrets/ca.pem
      cert_file: /run/secrets/cert.pem
      key_file: /run/secrets/key.pem
    file_sd_configs:
      - files: [/etc/prometheus/targets/*.yml]
    static_configs:
      - targets: ["app:8000"]
"""
RULES = """\
groups:
  - name: app
    rules:
      - alert: AppDown
        expr: up{job="app"} == 0
        for: 5m
"""
ALERTMANAGER = """\
route: {receiver: team}
receivers:
  - name: team
    slack_configs:
      - api_url_file: /run/secrets/slack
        channel: "#alerts"
templates:
  - /etc/alertmanager/templates/*.tmpl
"""
TEMPLATE = '{{ define "title" }}{{ .Status | toUpper }}{{ end }}\n'
WEB = """\
tls_server_config:
  cert_file: /run/secrets/cert.pem
  key_file: /run/secrets/key.pem
basic_auth_users:
  reader: $2b$10$abcdefghijklmnopqrstuuDXGQJ0wlMMBJUoKWjNpYPZnfPXLZgGC
"""
JAEGER = """\
service:
  extensions: [jaeger_storage, jaeger_query]
  pipelines:
    traces: {receivers: [otlp], processors: [batch], exporters: [jaeger_storage_exporter]}
extensions:
  jaeger_storage:
    backends:
      main:
        elasticsearch:
          server_urls: ["${env:SEARCH_URL}"]
          auth: {basic: {username: "jaeger", password: "${env:SEARCH_PASSWORD}"}}
  jaeger_query:
    storage: {traces: main}
    ui: {config_file: /etc/jaeger/ui-config.json}
receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}}
processors: {batch: {}}
exporters: {jaeger_storage_exporter: {trace_storage: main}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "production"


def put(folder: Path, **files: str) -> None:
    """`prometheus__rules__a_yml="..."` is written to `prometheus/rules/a.yml`."""
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        stem, _, suffix = path.name.rpartition("_")
        path = path.with_name(f"{stem.replace('_', '-')}.{suffix}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def verify(folder: Path, name: str, version: str) -> VerifyResult:
    found = Program(name, Version.parse(version), program(name, version))
    system = {"promtool": "prometheus", "amtool": "alertmanager", "jaeger": "jaeger"}[name]
    return verify_environment(folder, versions={system: found.version}, programs=Programs((found,)))


def told(result: VerifyResult) -> list[str]:
    """The place and the middle part of each finding: what the program said."""
    return [
        f"{Path(found.location.file).name}:{found.location.line} {found.id}: {found.message.partition(': ')[2]}"
        for found in result.findings
    ]


def outcomes(result: VerifyResult) -> list[tuple[str, Outcome]]:
    return [(run.command, run.outcome) for run in result.runs]


each_prometheus = pytest.mark.parametrize("version", PROMETHEUS_VERSIONS)
each_alertmanager = pytest.mark.parametrize("version", ALERTMANAGER_VERSIONS)


@each_prometheus
def test_promtool_accepts_container_paths_and_secrets_that_are_not_here(folder: Path, version: str) -> None:
    put(folder, prometheus__prometheus_yml=PROMETHEUS, prometheus__alert_rules_yml=RULES)
    put(folder, prometheus__web_config_yml=WEB)
    result = verify(folder, "promtool", version)
    assert result.findings == ()
    assert outcomes(result) == [
        ("check rules", Outcome.ACCEPTED),
        ("check config --syntax-only", Outcome.ACCEPTED),
        ("check config", Outcome.ACCEPTED),
        ("check web-config", Outcome.ACCEPTED),
    ]


@each_prometheus
def test_promtool_finds_faults_of_rules_at_their_lines(folder: Path, version: str) -> None:
    put(folder, prometheus__prometheus_yml=PROMETHEUS)
    put(folder, prometheus__alert_rules_yml=RULES.replace("== 0", "== (0") + "        annotations: {s: '{{ $for }}'}\n")
    result = verify(folder, "promtool", version)
    stops = "Prometheus stops at start and keeps its old configuration on reload"
    assert told(result) == [
        'alert-rules.yml:0 rules/promtool: group "app", rule 1, "AppDown": annotation "s": template: '
        f'__alert_AppDown:1: undefined variable "$for"; {stops}',
        'alert-rules.yml:5 rules/promtool: group "app", rule 1, "AppDown": could not parse expression: '
        f"1:20: parse error: unclosed left parenthesis; {stops}",
    ]
    assert outcomes(result)[0] == ("check rules", Outcome.REFUSED)


@each_prometheus
def test_promtool_finds_a_rule_file_that_was_not_rendered(folder: Path, version: str) -> None:
    put(folder, prometheus__prometheus_yml=PROMETHEUS)
    result = verify(folder, "promtool", version)
    assert outcomes(result) == [
        ("check config --syntax-only", Outcome.ACCEPTED),
        ("check config", Outcome.REFUSED),
    ]
    (said,) = told(result)
    assert said.startswith(
        'prometheus.yml:0 prometheus/promtool: "prometheus/alert-rules.yml" does not point to an existing file; '
    )


@each_prometheus
def test_promtool_finds_a_target_that_is_a_url(folder: Path, version: str) -> None:
    relabel = "    relabel_configs: [{target_label: x, replacement: y}]\n"
    put(folder, prometheus__prometheus_yml=PROMETHEUS.replace("app:8000", "http://app:8000") + relabel)
    put(folder, prometheus__alert_rules_yml=RULES)
    (said,) = told(verify(folder, "promtool", version))
    assert '"http://app:8000" is not a valid hostname' in said


@each_prometheus
def test_promtool_finds_unknown_fields_once_although_it_reads_the_file_twice(folder: Path, version: str) -> None:
    put(folder, prometheus__prometheus_yml=PROMETHEUS.replace("scrape_interval", "scrape_intervall"))
    result = verify(folder, "promtool", version)
    (said,) = told(result)
    assert said.startswith(
        "prometheus.yml:2 prometheus/promtool: field scrape_intervall not found in type config.plain; "
    )
    assert [run.outcome for run in result.runs] == [Outcome.REFUSED, Outcome.REFUSED]


@each_prometheus
def test_what_was_not_looked_at_is_told(folder: Path, version: str) -> None:
    more = "rule_files:\n  - /srv/site.yml\n  - /etc/prometheus/rules/*.yml\n"
    put(folder, prometheus__prometheus_yml=PROMETHEUS.replace("rule_files:\n", more))
    put(folder, prometheus__alert_rules_yml=RULES)
    run = verify(folder, "promtool", version).runs[-1]
    assert (run.outcome, run.note) == (
        Outcome.ACCEPTED,
        "not looked at: `/srv/site.yml`, which lies outside /etc/prometheus, "
        "`/etc/prometheus/rules/*.yml`, which matches no rendered file",
    )


@each_prometheus
def test_a_service_discovery_that_this_build_lacks_is_no_fault_of_the_file(folder: Path, version: str) -> None:
    consul = "  - job_name: consul\n    consul_sd_configs:\n      - server: consul:8500\n        tags: [a]\n"
    put(folder, prometheus__prometheus_yml=PROMETHEUS + consul, prometheus__alert_rules_yml=RULES)
    result = verify(folder, "promtool", version)
    assert result.findings == ()
    # The vendor's own builds have them all.
    complete = result.runs[-1].outcome is Outcome.ACCEPTED
    note = "" if complete else "it accepts all but `consul_sd_configs`, which this build leaves out"
    outcome = Outcome.ACCEPTED if complete else Outcome.UNDECIDED
    assert [(run.outcome, run.note) for run in result.runs[1:]] == [(outcome, note)] * 2


@each_prometheus
@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("    consul_sd_configs:\n      - server: consul:8500\n    scrape_intervall: 5s\n", "20: scrape_intervall"),
        ("    consull_sd_configs:\n      - server: consul:8500\n", "18: consull_sd_configs"),
    ],
    ids=["beside a discovery that this build lacks", "a misspelt discovery"],
)
def test_a_misspelt_field_of_a_job_is_refused(folder: Path, version: str, lines: str, refused: str) -> None:
    line, field = refused.split(": ")
    put(
        folder,
        prometheus__prometheus_yml=f"{PROMETHEUS}  - job_name: consul\n{lines}",
        prometheus__alert_rules_yml=RULES,
    )
    (said,) = told(verify(folder, "promtool", version))
    assert said.startswith(f"prometheus.yml:{line} prometheus/promtool: field {field} not found in type ")


@pytest.mark.parametrize("version", ["2.53", "3.5"])
def test_remote_write_that_this_build_lacks_is_no_fault_of_the_file(folder: Path, version: str) -> None:
    identity = "{client_id: 11111111-1111-1111-1111-111111111111}"
    write = f"remote_write:\n  - url: http://a\n    azuread:\n      managed_identity: {identity}\n"
    put(folder, prometheus__prometheus_yml=PROMETHEUS + write, prometheus__alert_rules_yml=RULES)
    result = verify(folder, "promtool", version)
    assert (result.findings, {run.note for run in result.runs[1:]} - {""}) in (
        ((), set()),
        ((), {"it accepts all but `azuread`, which this build leaves out"}),
    )


def test_the_service_discoveries_are_those_of_the_files_model() -> None:
    known = {name for name in ScrapeConfig.model_fields if name.endswith("_sd_configs")}
    assert known == leftout.SERVICE_DISCOVERIES


@pytest.mark.parametrize("version", ["0.28", "0.33"])
def test_an_integration_that_this_build_lacks_is_no_fault_of_the_file(folder: Path, version: str) -> None:
    jira = "  - name: jira\n    jira_configs:\n      - {project: SHOP, issue_type: Bug}\n"
    place = "global:\n  resolve_timeout: 5m\n  jira_api_url: https://jira.example.com\n"
    config = place + ALERTMANAGER.replace("templates:", f"{jira}templates:")
    put(folder, alertmanager__alertmanager_yml=config, alertmanager__templates__slack_tmpl=TEMPLATE)
    result = verify(folder, "amtool", version)
    assert result.findings == ()
    # The vendor's own builds have it.
    complete = result.runs[0].outcome is Outcome.ACCEPTED
    note = "" if complete else "it accepts all but `jira_api_url`, `jira_configs`, which this build leaves out"
    outcome = Outcome.ACCEPTED if complete else Outcome.UNDECIDED
    assert [(run.outcome, run.note) for run in result.runs] == [(outcome, note)]


@each_prometheus
def test_promtool_reports_duplicate_rules_as_a_warning(folder: Path, version: str) -> None:
    put(folder, prometheus__alert_rules_yml=RULES + "      - alert: AppDown\n        expr: absent(up)\n")
    result = verify(folder, "promtool", version)
    assert outcomes(result) == [("check rules", Outcome.ACCEPTED)]
    assert [(found.severity.value, "duplicate rule" in found.message) for found in result.findings] == [
        ("warning", True)
    ]


def test_a_feature_that_promtool_is_too_old_to_know_leaves_the_rules_undecided(folder: Path) -> None:
    put(folder, prometheus__alert_rules_yml=RULES.replace('up{job="app"} == 0', "mad_over_time(up[5m]) > 1"))
    (folder / "prometheus/flags").write_text("--enable-feature=promql-experimental-functions\n", encoding="utf-8")
    old = verify(folder, "promtool", "2.53")
    assert [(run.outcome, run.note) for run in old.runs] == [
        (
            Outcome.UNDECIDED,
            "it refuses an expression, but does not know the feature `promql-experimental-functions`",
        )
    ]
    assert [run.outcome for run in verify(folder, "promtool", "3.5").runs] == [Outcome.ACCEPTED]
    (folder / "prometheus/flags").unlink()
    assert [run.outcome for run in verify(folder, "promtool", "3.5").runs] == [Outcome.REFUSED]


@each_prometheus
def test_promtool_refuses_a_password_in_plain_text(folder: Path, version: str) -> None:
    put(folder, prometheus__web_config_yml="basic_auth_users: {reader: secret}\n")
    (said,) = told(verify(folder, "promtool", version))
    assert said.startswith("web-config.yml:0 prometheus/promtool: crypto/bcrypt: hashedSecret too short")


@each_alertmanager
def test_amtool_accepts_a_config_and_reads_the_templates_it_names(folder: Path, version: str) -> None:
    put(folder, alertmanager__alertmanager_yml=ALERTMANAGER, alertmanager__templates__slack_tmpl=TEMPLATE)
    accepted = verify(folder, "amtool", version)
    assert (accepted.findings, outcomes(accepted)) == ((), [("check-config", Outcome.ACCEPTED)])
    put(folder, alertmanager__templates__slack_tmpl=TEMPLATE.replace("toUpper", "upcase"))
    (said,) = told(verify(folder, "amtool", version))
    assert said.startswith('slack.tmpl:1 alertmanager/amtool: function "upcase" not defined; Alertmanager stops')


@each_alertmanager
def test_amtool_finds_every_unknown_field_and_a_missing_receiver(folder: Path, version: str) -> None:
    wrong = ALERTMANAGER.replace("channel:", "chanel:").replace("templates:", "template:")
    put(folder, alertmanager__alertmanager_yml=wrong)
    assert [said.partition(" not found")[0] for said in told(verify(folder, "amtool", version))] == [
        "alertmanager.yml:6 alertmanager/amtool: field chanel",
        "alertmanager.yml:7 alertmanager/amtool: field template",
    ]
    put(folder, alertmanager__alertmanager_yml=ALERTMANAGER.replace("receiver: team", "receiver: default"))
    (said,) = told(verify(folder, "amtool", version))
    assert 'undefined receiver "default" used in route' in said


@each_alertmanager
def test_a_templates_entry_that_reaches_nothing_is_told(folder: Path, version: str) -> None:
    put(folder, alertmanager__alertmanager_yml=ALERTMANAGER)
    (run,) = verify(folder, "amtool", version).runs
    assert (run.outcome, run.note) == (
        Outcome.ACCEPTED,
        "not looked at: `/etc/alertmanager/templates/*.tmpl`, which matches no rendered file",
    )


def test_jaeger_accepts_variables_that_are_not_set_here(folder: Path) -> None:
    put(folder, jaeger__jaeger_yaml=JAEGER)
    result = verify(folder, "jaeger", "2.13")
    assert (result.findings, outcomes(result)) == ((), [("validate", Outcome.ACCEPTED)])


def test_jaeger_names_every_component_that_it_refuses(folder: Path) -> None:
    put(
        folder, jaeger__jaeger_yaml=JAEGER.replace("batch: {}", "batch: {timout: 1s}").replace("main}}", "main, x: 1}}")
    )
    result = verify(folder, "jaeger", "2.13")
    assert [run.outcome for run in result.runs] == [Outcome.REFUSED]
    assert told(result) == [
        f"jaeger.yaml:0 jaeger/validate: '{part}' error reading configuration for \"{component}\": decoding failed "
        f"due to the following error(s): '' has invalid keys: {key}; Jaeger stops at start"
        for part, component, key in (
            ("exporters", "jaeger_storage_exporter", "x"),
            ("processors", "batch", "timout"),
        )
    ]


def test_the_version_that_ran_is_told_beside_the_declared_one(folder: Path) -> None:
    put(folder, prometheus__alert_rules_yml=RULES)
    found = Program("promtool", Version(3, 5, 3), program("promtool", "3.5"))
    result = verify_environment(folder, versions={"prometheus": Version(3, 9)}, programs=Programs((found,)))
    assert result.runs == (
        Run(
            program="promtool",
            command="check rules",
            files=("prometheus/alert-rules.yml",),
            outcome=Outcome.ACCEPTED,
            version=Version(3, 5, 3),
            path=found.path,
            declared=Version(3, 9),
        ),
    )
    assert not result.runs[0].exact
