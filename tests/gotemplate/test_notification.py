"""Notification templates, in template files and in the fields of receivers."""

from __future__ import annotations

import pytest

from o11ygen.gotemplate import KeyRead, TemplateCall, parse_notification_template
from o11ygen.gotemplate.alertmanager import builtin_templates
from o11ygen.version import Version

UNSENT = "the notification is not sent"

WORKS = [
    "plain",
    '{{ template "slack.default.title" . }}',
    '{{ template "__subject" . }}',
    "{{ .Status | toUpper }}{{ .Receiver }}{{ .ExternalURL }}{{ .Alerts | len }}",
    "{{ .Status | title }}: {{ .GroupLabels.alertname }} {{ .CommonAnnotations.summary }}",
    '{{ .GroupLabels.SortedPairs.Values | join " " }}{{ .CommonLabels.Names | join "," }}',
    '{{ with .CommonLabels.Remove (stringSlice "alertname") }}{{ .severity }}{{ end }}',
    "{{ range .Alerts.Firing }}{{ .Labels.job }} {{ .Annotations.summary }} {{ .StartsAt.Format `15:04` }}{{ end }}",
    "{{ range .Alerts }}{{ range .Labels.SortedPairs }}{{ .Name }}={{ .Value }}{{ end }}{{ end }}",
    "{{ range $name, $value := .CommonLabels }}{{ $name | toUpper }}{{ $value }}{{ end }}",
    '{{ if eq .Status "firing" }}{{ .Alerts.Firing | len }}{{ end }}{{ if gt (len .Alerts) 1 }}s{{ end }}',
    "{{ (index .Alerts 0).Labels.job }}{{ since (index .Alerts 0).StartsAt | humanizeDuration }}",
    '{{ define "own" }}{{ .Status }}{{ end }}{{ template "own" . }}',
    '{{ define "alert" }}{{ .Labels.job }}{{ end }}{{ range .Alerts }}{{ template "alert" . }}{{ end }}',
    '{{ dict "a" 1 | toJson }}{{ list 1 2 | toJson }}',
]

FAILS = [
    (
        "{{ .Labels.job }}",
        "field",
        f"`.Labels` is no field of the data of a notification; {UNSENT}",
        "It belongs to an alert: put it between `{{ range .Alerts }}` and `{{ end }}`, or use `.CommonLabels`.",
    ),
    (
        "{{ .StartsAt }}",
        "field",
        f"`.StartsAt` is no field of the data of a notification; {UNSENT}",
        "It belongs to an alert: put it between `{{ range .Alerts }}` and `{{ end }}`.",
    ),
    (
        "{{ .commonLabels.job }}",
        "field",
        f"`.commonLabels` is no field of the data of a notification; {UNSENT}",
        "Did you mean `.CommonLabels`?",
    ),
    (
        "{{ range .Alerts }}{{ .Anotations.x }}{{ end }}",
        "field",
        f"`.Anotations` is no field of an alert; {UNSENT}",
        "Did you mean `.Annotations`?",
    ),
    (
        '{{ template "slack.defalt.title" . }}',
        "template",
        f'the template "slack.defalt.title" is not defined; {UNSENT}',
        'Did you mean "slack.default.title"?',
    ),
    (
        '{{ .GroupLabels.SortedPairs | join " " }}',
        "type",
        f"`join` takes a list of texts and gets names and values; {UNSENT}",
        "Take its `.Names` or `.Values`.",
    ),
    (
        "{{ .GroupLabels | toUpper }}",
        "type",
        f"`toUpper` takes text and gets the labels of the group; {UNSENT}",
        "Give it one label.",
    ),
    (
        "{{ if eq .Alerts 1 }}{{ end }}",
        "type",
        f"`eq` cannot compare the list of alerts with a whole number; {UNSENT}",
        "Compare values of the same type.",
    ),
    (
        "{{ $labels.job }}",
        "variable",
        f"`$labels` exists in rules only, not in notifications; Alertmanager loads it, and {UNSENT}",
        "Write `.CommonLabels.name`, or `.Labels.name` between `{{ range .Alerts }}` and `{{ end }}`.",
    ),
    (
        "{{ .Status | toUper }}",
        "function",
        f"`toUper` is no function of Alertmanager; Alertmanager loads it, and {UNSENT}",
        "Did you mean `toUpper`?",
    ),
    (
        "{{ humanize 1 }}",
        "function",
        f"`humanize` is a function of Prometheus, not of Alertmanager; Alertmanager loads it, and {UNSENT}",
        "Format the value in an annotation of the rule, and print the annotation.",
    ),
    (
        "{{ .Value }}",
        "field",
        f"`.Value` is no field of the data of a notification, but of Prometheus's templates; {UNSENT}",
        "Put the value into an annotation of the rule, and print the annotation.",
    ),
    (
        "{{ .Values.team }}",
        "field",
        f"`.Values` is no field of the data of a notification, but of a Helm chart; {UNSENT}",
        "Render the chart first; in a chart, write ``{{ `{{ ... }}` }}`` around what is meant for the program behind it.",
    ),
]


@pytest.mark.parametrize("text", WORKS)
def test_nothing_is_said_of_what_works(text: str) -> None:
    assert parse_notification_template(text).problems == ()


@pytest.mark.parametrize(("text", "kind", "message", "hint"), FAILS)
def test_what_fails_in_a_field(text: str, kind: str, message: str, hint: str) -> None:
    (problem,) = parse_notification_template(text).problems
    assert (problem.kind, problem.message, problem.hint) == (kind, message, hint)
    assert not problem.refused


def test_a_file_that_does_not_parse_is_refused_at_load() -> None:
    (problem,) = parse_notification_template('{{ define "x" }}{{ .Status | toUper }}{{ end }}', in_file=True).problems
    assert problem.refused
    assert problem.message == "`toUper` is no function of Alertmanager; Alertmanager refuses the template file at load"


def test_templates_of_other_files_count_as_defined() -> None:
    text = '{{ template "team.title" . }}'
    assert parse_notification_template(text, defined=("team.title",)).problems == ()
    (problem,) = parse_notification_template(text, defined=("team.titel",)).problems
    assert problem.hint == 'Did you mean "team.titel"?'


def test_a_definition_that_nothing_calls_may_be_given_anything() -> None:
    text = '{{ define "x" }}{{ .Labels.job }}{{ .CommonLabels.job }}{{ .job }}{{ .Foo }}{{ end }}'
    assert parse_notification_template(text, in_file=True).problems == ()
    (problem,) = parse_notification_template('{{ define "x" }}{{ .CommonLables.a }}{{ end }}', in_file=True).problems
    assert (problem.kind, problem.certain, problem.hint) == ("field", False, "Did you mean `CommonLabels`?")


def test_a_definition_is_judged_by_what_it_is_given() -> None:
    text = '{{ define "x" }}{{ .Labels.job }}{{ end }}{{ template "x" . }}'
    (problem,) = parse_notification_template(text).problems
    assert problem.message.startswith("`.Labels` is no field of the data of a notification")


@pytest.mark.parametrize(
    ("text", "version", "message", "refused"),
    [
        ("{{ trimSpace .Status }}", "0.25", "`trimSpace` needs Alertmanager 0.26; judged as 0.25", True),
        ("{{ .RouteLabels.x }}", "0.33", "`.RouteLabels` needs Alertmanager 0.34; judged as 0.33", False),
        ("{{ .GroupLabels.String }}", "0.25", "`.String` needs Alertmanager 0.26; judged as 0.25", False),
        (
            '{{ template "jira.default.summary" . }}',
            "0.27",
            'the template "jira.default.summary" is not defined',
            False,
        ),
    ],
)
def test_what_the_declared_version_lacks(text: str, version: str, message: str, *, refused: bool) -> None:
    (problem,) = parse_notification_template(
        f'{{{{ define "x" }}}}{text}{{{{ end }}}}', version=Version.parse(version), in_file=True
    ).problems
    assert problem.message.startswith(message)
    assert problem.refused is refused
    assert parse_notification_template(text).problems == ()


def test_what_it_asks_for_and_calls() -> None:
    template = parse_notification_template(
        '{{ .CommonLabels.team }}{{ range .Alerts }}{{ .Annotations.summary }}{{ index .Labels "a-b" }}{{ end }}'
        '{{ template "__subject" . }}{{ define "x" }}{{ end }}'
    )
    assert template.reads == (
        KeyRead("CommonLabels", "team", 3),
        KeyRead("Annotations", "summary", 46),
        KeyRead("Labels", "a-b", 86),
    )
    assert template.calls == (TemplateCall("__subject", 103),)
    assert template.defines == ("x",)


def test_alertmanagers_own_templates_by_release() -> None:
    assert "telegram.default.message" in builtin_templates(Version(0, 24))
    assert "telegram.default.message" not in builtin_templates(Version(0, 23))
    assert builtin_templates(None) > builtin_templates(Version(0, 31))


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("{{ .CommonLabels.a }}{{ with .CommonAnnotations.b }}{{ . }}{{ end }}", ["a"]),
        ("{{ range .Alerts }}{{ if .Labels.a }}{{ .Labels.a }}{{ .Labels.b }}{{ end }}{{ end }}", ["b"]),
        ('{{ if eq .GroupLabels.a "x" }}{{ end }}', ["a"]),
    ],
)
def test_what_a_condition_has_looked_for_is_not_needed(text: str, needs: list[str]) -> None:
    assert [read.key for read in parse_notification_template(text).needs] == needs
