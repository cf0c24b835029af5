"""A verdict that is shared by texts of the same actions is the verdict of each."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from o11ygen.gotemplate import judge_rule_template, parse_rule_template
from o11ygen.gotemplate.rule import _parse
from o11ygen.version import Version
from tests.gotemplate.samples import scrambled, templates

PIECES = (
    *("{{ $labels.job }}", "{{ $value | humanize }}", "{{ $for }}", "{{- .Labels.x -}}", "{{ $externalLabels.z }}"),
    *("{{ if $labels.a }}", "{{ else }}", "{{ end }}", '{{ define "x" }}', '{{ template "x" . }}', "{{ $x := 1 }}"),
    *(
        '{{ "}}" }}',
        "{{ `}}` }}",
        "{{/* c */}}",
        "{{ '}' }}",
        "{{{ $value }}",
        "{{",
        "}}",
        "{",
        "}",
        '"',
        "`",
        " ",
        "a",
    ),
)
VERSIONS = st.sampled_from((None, Version(2, 30), Version(3, 5)))


@settings(max_examples=300, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | scrambled() | templates(), version=VERSIONS)
@example(text="{{{ $value }}", version=None)
@example(text='a {{ "}}" }} {{ $labels.x }}', version=None)
def test_the_verdict_is_that_of_the_whole_text(text: str, version: Version | None) -> None:
    verdict, parsed = judge_rule_template(text, version=version), parse_rule_template(text, version=version)
    assert verdict.problems == parsed.problems
    assert verdict.labels == parsed.labels
    assert verdict.external_labels == parsed.external_labels


def test_prose_is_not_judged_again() -> None:
    judge_rule_template.cache_clear()
    _parse.cache_clear()
    for number in range(50):
        judge_rule_template(f"shop {number}: {{{{ $labels.path }}}} is slow, {number} times")
    assert _parse.cache_info().misses == 1
