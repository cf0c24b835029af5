"""Which kind a file is taken for: each kind's least file, and files of other programs that share a name with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen.validate import validate

OURS = {
    "prometheus": ("prometheus.yml", "global: {scrape_interval: 15s}"),
    "prometheus with one part": ("a.yml", "scrape_configs: []"),
    "prometheus that only writes": ("a.yml", "remote_write: [{url: http://store/write}]"),
    "prometheus with a misspelt name": ("a.yml", "scrape_configs: []\nscrape_config: []"),
    "prometheus that is no YAML": ("a.yml", "scrape_configs:\n\t- job_name: x\n"),
    "prometheus with storage": ("a.yml", "storage: {tsdb: {out_of_order_time_window: 1h}}"),
    "rules": ("a.yml", "groups: [{name: a, rules: []}]"),
    "rules without groups": ("a.yml", "groups: []"),
    "rules of the operator": (
        "a.yml",
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: []}",
    ),
    "rules in a list": ("a.yml", "apiVersion: v1\nkind: List\nitems: [{kind: PrometheusRule, spec: {}}]"),
    "alertmanager": ("a.yml", "route: {receiver: a}\nreceivers: [{name: a}]"),
    "alertmanager with receivers": ("a.yml", "receivers: [{name: a, webhook_configs: []}]"),
    "tests": ("a.yml", "rule_files: [a.yml]\nevaluation_interval: 1m\ntests: []"),
    "tests without files": ("a.yml", "tests: [{input_series: [], promql_expr_test: []}]"),
    "web": ("a.yml", "basic_auth_users: {a: b}"),
    "blackbox": ("a.yml", "modules: {http_2xx: {prober: http}}"),
    "file-sd": ("a.json", '[{"targets": ["a:1"], "labels": {"b": "c"}}]'),
    "file-sd without targets": ("a.yml", "- labels: {a: b}\n- targets: [a:1]"),
    "jaeger": ("a.yml", "extensions: {jaeger_query: }\nservice: {}"),
    "sampling": ("a.json", '{"default_strategy": {"type": "probabilistic", "param": 1}}'),
    "jaeger-ui": ("a.json", '{"archiveEnabled": true}'),
    "jaeger-ui with links": ("a.json", '{"menu": [{"label": "Runbooks", "url": "https://runbooks.example.com"}]}'),
    "dashboard": ("a.json", '{"title": "a", "panels": []}'),
    "dashboard of the API": ("a.json", '{"dashboard": {"title": "a", "panels": []}, "meta": {}}'),
    "dashboard of the first format": ("a.json", '{"title": "a", "rows": []}'),
    "dashboard of the newer format": ("a.json", '{"apiVersion": "dashboard.grafana.app/v1", "kind": "Dashboard"}'),
    "dashboard that is no JSON": ("a.json", '{\n  "title": "a",\n  "panels": [,\n  "schemaVersion": 42\n}'),
    "provisioning of datasources": ("a.yml", "apiVersion: 1\ndatasources: [{name: a, type: loki}]"),
    "provisioning of dashboards": ("a.yml", "apiVersion: 1\nproviders: [{name: a, options: {path: /x}}]"),
    "provisioning of alerting": ("a.yml", "apiVersion: 1\ngroups: [{orgId: 1, name: a, folder: b, rules: []}]"),
    "provisioning of contacts": ("a.yml", "apiVersion: 1\ncontactPoints: [{orgId: 1, name: a}]"),
    "provisioning of policies": ("a.yml", "apiVersion: 1\npolicies: [{orgId: 1, receiver: a}]"),
    "provisioning as it once was": ("a.yml", "- name: a\n  org_id: 1\n  options: {folder: /x}"),
    "compose": ("a.yml", "services: {a: {image: b}}"),
    "compose by name": ("docker-compose.override.yml", "services: {a: {environment: {B: c}}}"),
    "compose that is no YAML": ("a.yml", "services:\n\ta: {}\nnetworks:\n  a:\n"),
    "templates": ("a.txt", '{{/* Ours. */}}\n{{ define "a" }}b{{ end }}'),
}
OTHERS = {
    "package.json": '{"name": "a", "version": "1.0.0", "scripts": {"dev": "vite"}, "dependencies": {"react": "19"}}',
    "jsonnetfile.json": '{"version": 1, "dependencies": [{"source": {}, "version": "main"}], "legacyImports": true}',
    "tsconfig.json": '{"compilerOptions": {"strict": true}, "include": ["src"], "references": []}',
    "daemon.json": '{"log-driver": "json-file", "registry-mirrors": [], "storage-driver": "overlay2"}',
    "renovate.json": '{"extends": ["config:base"], "timezone": "UTC", "schedule": []}',
    "composer.json": '{"name": "a/b", "version": "1", "require": {}, "config": {}}',
    "manifest.json": '{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []}',
    "openapi.yaml": "openapi: 3.1.0\ninfo: {title: a, version: '1'}\ntags: []\npaths: {}",
    "collector.yaml": "receivers: {otlp: }\nexporters: {debug: }\nservice: {pipelines: {traces: {receivers: [otlp]}}}",
    "collector-with-extensions.yaml": "extensions: {health_check: }\nreceivers: {}\nprocessors: {}\nservice: {}",
    "deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {}}",
    "servicemonitor.yaml": "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nspec: {endpoints: []}",
    "alertmanagerconfig.yaml": "apiVersion: monitoring.coreos.com/v1alpha1\nkind: AlertmanagerConfig\n"
    "spec: {route: {receiver: a}, receivers: []}",
    "configmap.yaml": "apiVersion: v1\nkind: ConfigMap\ndata: {prometheus.yml: 'scrape_configs: []'}",
    "list.yaml": "apiVersion: v1\nkind: List\nitems: [{kind: Service}]",
    "kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]",
    "Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies: [{name: b, version: '1'}]",
    "values.yaml": "global: {imageRegistry: ''}\nalertmanager: {enabled: true}\nserver: {}\nserviceMonitor: {}",
    "values-of-grafana.yaml": "image: {tag: '12'}\ndatasources: {datasources.yaml: {apiVersion: 1}}\ndashboardProviders: {}",
    "loki.yaml": "auth_enabled: false\nserver: {}\ncommon: {}\nschema_config: {}\nruler: {}\nstorage_config: {}",
    "tempo.yaml": "server: {}\ndistributor: {receivers: {}}\nstorage: {trace: {backend: local}}\noverrides: {}",
    "promtail.yaml": "server: {}\npositions: {filename: /p}\nclients: []\nscrape_configs: [{job_name: a}]",
    "agent.yaml": "server: {}\nmetrics: {global: {scrape_interval: 1m}}\nlogs: {}\nintegrations: {}",
    "thanos-bucket.yaml": "type: S3\nconfig: {bucket: a}",
    "snmp.yml": "auths: {public_v2: {version: 2}}\nmodules: {if_mib: {walk: [1.3.6]}}",
    "buf.yaml": "version: v2\nmodules: [{path: proto}]",
    "cluster-tls.yml": "tls_server_config: {cert_file: a}\ntls_client_config: {ca_file: b}",
    "remote-storage.yaml": "grpc: {endpoint: ':17271'}\nstorage: {backends: {a: {memory: {}}}}\nmulti_tenancy: {}",
    "workflow.yml": "name: a\non: [push]\njobs: {b: {runs-on: c, services: {d: {image: e}}, steps: []}}",
    "gitlab-ci.yml": "image: a\nservices: [postgres:16]\nvariables: {}\nbuild: {script: [make]}",
    "symfony-services.yaml": "services: {_defaults: {autowire: true}, 'App\\': {resource: ../src}}",
    "mkdocs.yml": "site_name: a\ntheme: {name: material}\nnav: [{Home: index.md}]\nplugins: [search]",
    "hugo.yaml": "title: a\nmenu: {main: [{name: b, url: /c}]}\nparams: {}",
    "security-insights.yml": "header: {schema-version: 1.0.0}\ndependencies: {third-party-packages: true}",
    "elm.json": '{"type": "application", "elm-version": "0.19.1", "dependencies": {"direct": {}, "indirect": {}}}',
    "dependabot.yml": "version: 2\nupdates: [{package-ecosystem: pip, groups: {all: {patterns: ['*']}}}]",
    "pre-commit.yaml": "repos: [{repo: local, hooks: []}]\ndefault_stages: [pre-commit]",
    "ansible.yml": "- hosts: all\n  tasks: []",
    "labels.yml": "- name: bug\n  color: red",
    "users.yml": "groups: {admins: [a], readers: [b]}",
    "eslintrc.json": '{"rules": {}, "extends": [], "env": {}}',
    "structure-test.yaml": "schemaVersion: 2.0.0\ncommandTests: []\nfileExistenceTests: []",
    "helpers.txt": '{{- define "chart.name" -}}\n{{ .Values.name }}\n{{- end }}',
    "readme.md": 'Write {{ define "a" }} first.',
    "numbers.json": "[1, 2, 3]",
    "text.yml": "just text",
    "empty.yml": "",
}


def _kind(folder: Path, name: str, content: str) -> str:
    file = folder / name
    file.write_text(content, "utf-8")
    (report,) = validate([str(file)]).files
    return report.kind


@pytest.mark.parametrize("case", OURS)
def test_a_kind_is_known_by_its_least_file(case: str, tmp_path: Path) -> None:
    name, content = OURS[case]
    assert _kind(tmp_path, name, content) == case.partition(" ")[0]


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_program_is_none_of_ours(name: str, tmp_path: Path) -> None:
    assert _kind(tmp_path, name, OTHERS[name]) == ""


def test_in_a_folder_they_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(OTHERS["package.json"])
    (tmp_path / "rules.yml").write_text(OURS["rules"][1])
    answer = validate([str(tmp_path)])
    assert [report.kind for report in answer.files] == ["rules"]
    assert answer.passed_over == (str(tmp_path / "package.json"),)
