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
        ("{{ if gt $value 1.0 }}{{ $value }}{{ end }}", (ValueUse(9, ("gt",)), ValueUse(25, ()))),
        ("{{ ($value | humanize) }}", (ValueUse(4, ("humanize",)),)),
        ("{{ $labels.value }}", ()),
        ('{{ define "x" }}{{ . }}{{ end }}{{ template "x" $value }}', (ValueUse(48, ()),)),
    ],
)
def test_uses_of_the_value(text: str, uses: tuple[ValueUse, ...]) -> None:
    found = parse_rule_template(text).values
    assert set(uses) <= set(found)
    assert len(found) - len(uses) in (0, 1 if "define" in text else 0)


def test_literal_queries() -> None:
    template = parse_rule_template('{{ query "up" | first | value }}{{ `a > 1` | query }}{{ query $labels.q }}')
    assert template.queries == (QueryText("up", 9), QueryText("a > 1", 45))


def test_plain_text_is_known_as_such() -> None:
    assert parse_rule_template("at 50% {").is_plain
    assert parse_rule_template("a{{/* note */}}b").is_plain
    assert not parse_rule_template("{{ $value }}").is_plain
