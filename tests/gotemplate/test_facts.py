"""What a linter learns of a rule template."""

from __future__ import annotations

import pytest

from o11ygen.gotemplate import QueryText, ValueUse, parse_rule_template


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("plain", ()),
        ("{{ $labels.job }} {{ .Labels.instance }}", ("instance", "job")),
        ('{{ index $labels "my-label" }}', ("my-label",)),
        ('{{ "job" | index $labels }}', ("job",)),
        ("{{ $.Labels.job }}{{ ($labels).a }}", ("a", "job")),
        ("{{ with $labels }}{{ .job }}{{ end }}", ("job",)),
        ("{{ $l := $labels }}{{ $l.job | toUpper }}", ("job",)),
        ("{{ if eq $labels.a `x` }}{{ $labels.b }}{{ else }}{{ $labels.c }}{{ end }}", ("a", "b", "c")),
        ('{{ define "x" }}{{ .Labels.job }}{{ end }}{{ template "x" . }}', ("job",)),
        ('{{ range query "up" }}{{ .Labels.other }}{{ end }}', ()),
        ("{{ $labels.job }}{{ $for }}", ("job",)),
    ],
)
def test_labels(text: str, labels: tuple[str, ...]) -> None:
    assert parse_rule_template(text).labels == labels


def test_external_labels() -> None:
    template = parse_rule_template('{{ $externalLabels.cluster }}{{ index .ExternalLabels "b" }}{{ $labels.a }}')
    assert template.external_labels == ("b", "cluster")


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("{{ $value }}", (ValueUse(3, ()),)),
        ("{{ .Value | humanize }}", (ValueUse(3, ("humanize",)),)),
        ('{{ printf "%.2f" $value | toUpper }}', (ValueUse(17, ("printf", "toUpper")),)),
        ("{{ $x := $value }}{{ $x }} {{ $x | humanize }}", (ValueUse(21, ()), ValueUse(30, ("humanize",)))),
        ("{{ if gt $value 1.0 }}{{ $value }}{{ end }}", (ValueUse(9, ("gt", "if")), ValueUse(25, ()))),
        ("{{ ($value | humanize) }}", (ValueUse(4, ("humanize",)),)),
        ("{{ $labels.value }}", ()),
        ('{{ define "x" }}{{ . }}{{ end }}{{ template "x" $value }}', (ValueUse(48, ()),)),
    ],
)
def test_uses_of_the_value(text: str, uses: tuple[ValueUse, ...]) -> None:
    found = parse_rule_template(text).values
    assert set(uses) <= set(found)
    assert len(found) - len(uses) in (0, 1 if "define" in text else 0)


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ('{{ query "up" | first | value }}', (QueryText(("up",), 9, is_first_taken=True),)),
        ("{{ range `a > 1` | query }}{{ end }}", (QueryText(("a > 1",), 19),)),
        ("{{ range query $labels.q }}{{ end }}", ()),
        ('{{ with query "up" }}{{ . | first | value }}{{ end }}', (QueryText(("up",), 14),)),
        (
            '{{ if query "up" }}{{ query "up" | first | value }}{{ query "a" | first | value }}{{ end }}',
            (QueryText(("up",), 12), QueryText(("up",), 28), QueryText(("a",), 60, is_first_taken=True)),
        ),
        ('{{ range query "up" }}{{ .Labels.other }}{{ .Value }}{{ end }}', (QueryText(("up",), 15, ("other",)),)),
        ('{{ $x := query "up" }}{{ if $x }}{{ ($x | first).Labels.a }}{{ end }}', (QueryText(("up",), 15, ("a",)),)),
        ('{{ with query "up" }}{{ . | first | label "a" }}{{ end }}', (QueryText(("up",), 14, ("a",)),)),
        (
            '{{ (index (query (printf "up{a=%q} > %d %s" $labels.a 3 "1")) 0).Labels.b }}',
            (QueryText(('up{a="', '"} > ', " 1"), 18, ("b",), is_first_taken=True),),
        ),
        ('{{ range print "up" "{}" | query }}{{ end }}', (QueryText(("up{}",), 27),)),
    ],
)
def test_queries(text: str, queries: tuple[QueryText, ...]) -> None:
    assert parse_rule_template(text).queries == queries


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("{{ if $labels.a }}{{ $labels.a }} {{ $labels.b }}{{ end }}", ("b",)),
        ("{{ with $labels.a }}{{ . }}{{ end }}", ()),
        ("{{ if and $labels.a (not $labels.b) }}{{ $labels.a }}{{ $labels.b }}{{ end }}{{ $labels.b }}", ("b",)),
        ('{{ if eq $labels.a "x" }}y{{ end }}', ("a",)),
        ("{{ with printf `up{a=%q}` $labels.a | query }}{{ . | first | value }}{{ end }}", ("a",)),
    ],
)
def test_labels_that_a_condition_looks_for_are_not_missed(text: str, labels: tuple[str, ...]) -> None:
    assert parse_rule_template(text).labels == labels


def test_plain_text_is_known_as_such() -> None:
    assert parse_rule_template("at 50% {").is_plain
    assert parse_rule_template("a{{/* note */}}b").is_plain
    assert not parse_rule_template("{{ $value }}").is_plain
