"""Scalars as people may write them, and the fields of each kind of file that they are put into."""

from __future__ import annotations

SPELLINGS = (
    *("true", "False", "TRUE", "tRue", "yes", "Yes", "n", "off", "On", "'yes'", '"true"', "y es"),
    *("null", "~", "", "nULL", "'null '", "=", "<<", "a", "a b", "5m", "1h30m", "-5m", "1.5h", "5 m"),
    *("0", "00", "-0", "+0", "5", "-1", "+12", "012", "08", "0o17", "0O17", "0o8", "0x1F", "0xg", "0b101", "0b"),
    *("1_000", "_1", "1_", "1:30", "190:20:30", "1e3", "1E-2", "1e", "1e400", ".5", "5.", "5.7", "-1.5", ".5_0", "."),
    *(".inf", "-.INF", "inf", ".nan", "nan", "'5'", '"1.5"', "2024-01-01", "2024-01-01T10:00:00Z", "\u0663", "&x 5"),
    *("9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "1e19", "1e30"),
    *("-9223372036854775808", "-9223372036854775809", "9223372036854775808.0", "0xffffffffffffffffff"),
    *("!!str 5", '!!int "5"', "!!int a", "!!float 5", "!!bool yes", '!!null ""', "!!binary aGk=", "!own 5", '! "5"'),
    *("[]", "[a]", "[1, true, 2.5]", "[[a]]", "{}", "{a: b}", "{1: a}", "{true: 1}", "{a: [b]}", "{[a]: b}"),
    *("{a: 1, a: 2}", '{a: 1, "a": 2}', "{a: null, b: ~}", "{<<: {a: 1}, b: 2}", "{<<: {a: 1}, a: 2}", "|\n    5"),
)

_JOB = "scrape_configs:\n- job_name: a\n  %s\n"
_RELABEL = "scrape_configs:\n- job_name: a\n  relabel_configs:\n  - source_labels: [a]\n    target_label: b\n    %s\n"
_WRITE = "remote_write:\n- url: http://a\n  %s\n"
_RULE = "groups:\n- name: a\n  rules:\n  - alert: a\n    expr: up\n    %s\n"
_ROUTE = "receivers: [{name: a}]\nroute:\n  receiver: a\n  %s\n"
_CHILD = "receivers: [{name: a}]\nroute:\n  receiver: a\n  routes:\n  - receiver: a\n    %s\n"
_HOOK = "route: {receiver: a}\nreceivers:\n- name: a\n  webhook_configs:\n  - url: http://a/b\n    %s\n"
_SLACK = (
    "route: {receiver: a}\nreceivers:\n- name: a\n  slack_configs:\n  - api_url: http://a/b\n    channel: c\n    %s\n"
)
_MAIL = (
    "route: {receiver: a}\nreceivers:\n- name: a\n  email_configs:\n"
    "  - to: a\n    from: b\n    smarthost: c:1\n    %s\n"
)

# By kind of file: texts in which VALUE is where the spelling goes.
FIELDS = {
    "prometheus": (
        "global: VALUE\n",
        "global:\n  scrape_interval: VALUE\n",
        "global:\n  external_labels: VALUE\n",
        "global:\n  external_labels:\n    a: VALUE\n",
        "rule_files: VALUE\n",
        "scrape_configs: VALUE\n",
        "scrape_configs:\n- job_name: VALUE\n",
        "tracing:\n  endpoint: a:1\n  insecure: true\n  sampling_fraction: VALUE\n",
        *(
            _JOB % f"{field}: VALUE"
            for field in ("honor_labels", "sample_limit", "body_size_limit", "metrics_path", "params", "scheme")
        ),
        *(_JOB % f"{field}: VALUE" for field in ("static_configs", "relabel_configs", "basic_auth")),
        _JOB % "params:\n    a: VALUE",
        _JOB % "tls_config:\n    insecure_skip_verify: VALUE",
        _JOB % "static_configs:\n  - targets: [a]\n    labels: VALUE",
        _RELABEL % "modulus: VALUE\n    action: hashmod",
        _RELABEL % "replacement: VALUE",
        _RELABEL % "separator: VALUE",
        _RELABEL % "regex: VALUE",
        _WRITE % "send_exemplars: VALUE",
        _WRITE % "headers: VALUE",
        _WRITE % "queue_config:\n    capacity: VALUE",
    ),
    "rules": (
        "VALUE\n",
        "groups: VALUE\n",
        "groups:\n- name: VALUE\n",
        "groups:\n- name: a\n  interval: VALUE\n",
        "groups:\n- name: a\n  limit: VALUE\n",
        "groups:\n- name: a\n  rules: VALUE\n",
        "groups:\n- name: a\n  rules:\n  - VALUE\n",
        "groups:\n- name: a\n  rules:\n  - record: VALUE\n    expr: up\n",
        "groups:\n- name: a\n  rules:\n  - expr: up\n    alert: VALUE\n",
        *(_RULE % f"{field}: VALUE" for field in ("for", "labels", "annotations")),
        _RULE % "labels:\n      a: VALUE",
        _RULE % "annotations:\n      a: VALUE",
    ),
    "alertmanager": (
        "global: VALUE\nroute: {receiver: a}\nreceivers: [{name: a}]\n",
        "global:\n  resolve_timeout: VALUE\nroute: {receiver: a}\nreceivers: [{name: a}]\n",
        "global:\n  smtp_require_tls: VALUE\nroute: {receiver: a}\nreceivers: [{name: a}]\n",
        "templates: VALUE\nroute: {receiver: a}\nreceivers: [{name: a}]\n",
        "route: {receiver: a}\nreceivers:\n- name: a\n- name: VALUE\n",
        *(_ROUTE % f"{field}: VALUE" for field in ("group_by", "group_wait", "routes")),
        *(_CHILD % f"{field}: VALUE" for field in ("continue", "match", "matchers")),
        _CHILD % "match:\n      a: VALUE",
        *(_HOOK % f"{field}: VALUE" for field in ("max_alerts", "send_resolved", "http_config")),
        *(_SLACK % f"{field}: VALUE" for field in ("short_fields", "title", "timeout", "fields")),
        *(_MAIL % f"{field}: VALUE" for field in ("require_tls", "headers", "subject")),
    ),
    "web": (
        "VALUE\n",
        "http_server_config: VALUE\n",
        "http_server_config:\n  http2: VALUE\n",
        "http_server_config:\n  headers: VALUE\n",
        "http_server_config:\n  headers:\n    X-Frame-Options: VALUE\n",
        "basic_auth_users: VALUE\n",
    ),
}
