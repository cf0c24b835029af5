"""Templates that are found right at a glance have no problem when they are parsed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.gotemplate import (
    is_plain_notification_text,
    is_plain_rule_template,
    judge_rule_template,
    parse_notification_template,
)
from o11ygen.version import Version

PIECES = st.sampled_from(
    [
        *("{{", "}}", "{{ ", " }}", "{{- ", " -}}", "$labels.job", "$labels.", "$labels", "$value", "|", " | ", "."),
        *("humanize", "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "title", "é"),
        *("{", "}", "-", " ", "text", "\n", "$", "/*", "*/", '"', "if ", "end", "`"),
        *("{{ $labels.a }}", "{{$value}}", "{{- $value | humanize -}}"),
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "no template",
        "{ braces } and a }",
        "{{ $labels.job }} is down",
        "{{$labels.job}}{{ $value }}",
        "at {{ $value | humanizePercentage }}\nof {{- $labels.instance -}}",
    ],
)
def test_what_prints_labels_and_the_value_is_plain(text: str) -> None:
    assert is_plain_rule_template(text)


@pytest.mark.parametrize(
    "text",
    ["{{ $label.job }}", "{{ $labels.job", "{{ .Labels.job }}", "{{ $value | human }}", "{{-$value}}", "{{{ $value }}"],
)
def test_of_others_nothing_is_said(text: str) -> None:
    assert not is_plain_rule_template(text)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=9).map("".join), st.sampled_from(["2.20", "2.42", "3.14"]))
def test_a_plain_template_has_no_problem(text: str, release: str) -> None:
    if is_plain_rule_template(text):
        assert judge_rule_template(text, version=Version.parse(release)).problems == ()


NOTIFICATION_PIECES = st.one_of(
    PIECES,
    st.sampled_from(
        [
            *(".CommonLabels", ".GroupLabels.team", ".CommonAnnotations.summary", ".CommonLabels.Remove", ".Status"),
            *(".Receiver", ".ExternalURL", " | toUpper", "|toLower", ".RouteLabels.a", ".Alerts", 'template "x" .'),
            *("{{ .CommonLabels.a }}", "{{ .Status | toUpper -}}", "{{- .Receiver }}"),
        ]
    ),
)


@pytest.mark.parametrize(
    "text", ["no template", "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }}", "{{- .ExternalURL -}}"]
)
def test_what_prints_common_labels_is_plain(text: str) -> None:
    assert is_plain_notification_text(text)


@pytest.mark.parametrize(
    "text", ["{{ .CommonLabels.Remove }}", "{{ .Labels.a }}", "{{ .Status", "{{ $labels.a }}", '{{ template "x" . }}']
)
def test_of_other_notifications_nothing_is_said(text: str) -> None:
    assert not is_plain_notification_text(text)


@settings(max_examples=300)
@given(st.lists(NOTIFICATION_PIECES, max_size=7).map("".join), st.sampled_from(["0.20", "0.28", "0.34"]))
def test_a_plain_notification_has_no_problem(text: str, release: str) -> None:
    if is_plain_notification_text(text):
        assert parse_notification_template(text, version=Version.parse(release)).problems == ()
