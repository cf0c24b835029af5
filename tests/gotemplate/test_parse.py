"""What Go's text/template accepts and refuses, and the tree it makes."""

from __future__ import annotations

import pytest

from o11ygen.gotemplate import parse_rule_template
from o11ygen.gotemplate.nodes import (
    Action,
    Chain,
    Command,
    Dot,
    Field,
    Function,
    If,
    Number,
    Pipeline,
    Range,
    String,
    Text,
    Variable,
)
from o11ygen.gotemplate.problem import line_and_column

ACCEPTED = [
    "plain",
    "{ not a template }",
    "a }} b",
    "{{ $value }}",
    "{{$value}}",
    "{{- $value -}}",
    "{{ $value | }}",
    "{{/* a comment */}}",
    "{{- /* a comment */ -}}",
    "{{/* many\nlines */}}",
    "{{ $value\n}}",
    "{{ .Labels.job }}",
    "{{ .Nope.Nope }}",
    "{{ $ }}{{ . }}",
    "{{ $.Labels.job }}",
    "{{ ($labels).job }}",
    '{{ (index $labels "job") }}',
    '{{ (query "up" | first).Value }}',
    "{{ $x := 1 }}{{ $x }}",
    "{{ $x := $value | humanize }}{{ $x }}",
    "{{ $x = 1 }}",
    "{{ nil }}",
    "{{ true }}",
    '{{ print "a\\tb\\x41\\u00e9\\101" `raw \\n` }}',
    "{{ 'x' }}{{ '\\n' }}{{ '\\'' }}",
    "{{ 1 }}{{ -1 }}{{ +1 }}{{ 0x1F }}{{ 0b11 }}{{ 0o17 }}{{ 017 }}{{ 1_000 }}{{ 1e3 }}{{ .5 }}{{ 0x1p4 }}{{ 2i }}{{ 1+2i }}",
    "{{ 18446744073709551615 }}",
    "{{ if $value }}a{{ end }}",
    "{{ if $value }}a{{ else }}b{{ end }}",
    "{{ if $value }}a{{ else if .Value }}b{{ else }}c{{ end }}",
    "{{ with $x := $value }}{{ $x }}{{ . }}{{ else with .Labels }}{{ . }}{{ end }}",
    "{{ range $i, $x := $labels }}{{ $i }}{{ $x }}{{ end }}",
    "{{ range $x := $labels }}{{ break }}{{ continue }}{{ else }}none{{ end }}",
    "{{ range $i, $x = $labels }}{{ end }}",
    '{{ define "x" }}{{ . }}{{ end }}{{ template "x" $value }}{{ template "x" }}',
    "{{ define `x` }}{{ $y := . }}{{ $y }}{{ end }}",
    '{{ define "x" }} {{ end }}{{ define "x" }}a{{ end }}',
    '{{ block "x" . }}{{ .Value }}{{ end }}',
    "{{ if $value }}{{ $x := 1 }}{{ else }}{{ $x }}{{ end }}",
    "{{ $été := 1 }}{{ $été }}",
    "{{ humanize }}",
    "{{ humanize 1 2 3 }}",
    "{{ eq $value }}",
]

REFUSED = [
    ("{{ $for }}", "variable"),
    ("{{ $Labels.job }}", "variable"),
    ("{{ $value | humanise }}", "function"),
    ("{{ labels.job }}", "function"),
    ('{{ tmpl "x" . }}', "function"),
    ("{{", "syntax"),
    ("{{ }}", "syntax"),
    ("{{ $labels.instance ", "syntax"),
    ("{{ $labels.instance is down {{ $value }}", "function"),
    ("{{-}}", "syntax"),
    ("{{- -}}", "syntax"),
    ("{{ $labels.my-label }}", "syntax"),
    ("{{ $value+1 }}", "syntax"),
    ("{{ $value > 1 }}", "syntax"),
    ("{{ $value * 100 }}", "syntax"),
    ("{{ if $value == 1 }}{{ end }}", "syntax"),
    ("{{ 'text' }}", "syntax"),
    ("{{ '' }}", "syntax"),
    ("{{ ''' }}", "syntax"),
    ("{{ '\\\"' }}", "syntax"),
    ('{{ "text }}', "syntax"),
    ('{{ "te\nxt" }}', "syntax"),
    ('{{ "\\q" }}', "syntax"),
    ('{{ "\\400" }}', "syntax"),
    ('{{ "\\ud800" }}', "syntax"),
    ("{{ `text }}", "syntax"),
    ("{{ 089 }}", "syntax"),
    ("{{ 1_ }}", "syntax"),
    ("{{ 1e400 }}", "syntax"),
    ("{{ 3px }}", "syntax"),
    ("{{ 0x1.8 }}", "syntax"),
    ("{{ 18446744073709551616 }}", "syntax"),
    ("{{ -9223372036854775809 }}", "syntax"),
    ("{{ ( }}", "syntax"),
    ("{{ ) }}", "syntax"),
    ("{{ () }}", "syntax"),
    ("{{ ($value }}", "syntax"),
    ("{{ | }}", "syntax"),
    ("{{ $value | | humanize }}", "syntax"),
    ("{{ $value | 1 }}", "syntax"),
    ("{{ $value | . }}", "syntax"),
    ('{{ $value | "x" }}', "syntax"),
    ('{{ print"x" }}', "syntax"),
    ("{{ true.x }}", "syntax"),
    ('{{ "x".y }}', "syntax"),
    ("{{ $x : 1 }}", "variable"),
    ("{{ $x := }}", "syntax"),
    ("{{ $x, $y := $value }}", "syntax"),
    ("{{ # }}", "syntax"),
    ("{{ \x01 }}", "syntax"),
    ("{{ ² }}", "syntax"),
    ("{{ /* with a space before it */}}", "syntax"),
    ("{{/* unclosed }}", "syntax"),
    ("{{/* more */ $value }}", "syntax"),
    ("{{ if }}{{ end }}", "syntax"),
    ("{{ if $value }}", "syntax"),
    ("{{ if $value }}{{ else }}", "syntax"),
    ("{{ if $value }}{{ else }}{{ else }}{{ end }}", "syntax"),
    ("{{ if $value }}{{ else with $value }}{{ end }}", "syntax"),
    ("{{ range $labels }}{{ else if $value }}{{ end }}", "syntax"),
    ("{{ end }}", "syntax"),
    ("{{ else }}", "syntax"),
    ("{{ else if $value }}", "syntax"),
    ("{{ end x }}", "syntax"),
    ("{{ break }}", "syntax"),
    ("{{ range $labels }}{{ else }}{{ break }}{{ end }}", "syntax"),
    ('{{ range $labels }}{{ block "x" . }}{{ break }}{{ end }}{{ end }}', "syntax"),
    ("{{ range $i, $x, $y := $labels }}{{ end }}", "syntax"),
    ("{{ define x }}{{ end }}", "syntax"),
    ('{{ define "x" }}', "syntax"),
    ('{{ define "x" }}{{ else }}{{ end }}', "syntax"),
    ('{{ if $value }}{{ define "x" }}{{ end }}{{ end }}', "syntax"),
    ('{{ define "x" }}a{{ end }}{{ define "x" }}b{{ end }}', "template"),
    ('{{ define "x" }}{{ $labels.job }}{{ end }}', "variable"),
    ('{{ block "x" . }}{{ $value }}{{ end }}', "variable"),
    ('{{ block "x" }}{{ end }}', "syntax"),
    ("{{ template x }}", "syntax"),
    ("{{ if $x := $value }}{{ end }}{{ $x }}", "variable"),
    ("{{ range $x := $labels }}{{ end }}{{ $x }}", "variable"),
    ("{{ with $labels }}{{ $y := 1 }}{{ end }}{{ $y }}", "variable"),
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: str) -> None:
    assert not parse_rule_template(text).refused


@pytest.mark.parametrize(("text", "kind"), REFUSED)
def test_refused(text: str, kind: str) -> None:
    template = parse_rule_template(text)
    assert template.refused
    assert next(problem.kind for problem in template.problems if problem.refused) == kind


def test_the_tree_of_an_annotation() -> None:
    template = parse_rule_template('{{ $labels.job }} is {{ .Value | printf "%.1f" }}')
    assert template.nodes == (
        Action(0, Pipeline(3, (Command(3, (Variable(3, "$labels", ("job",)),)),))),
        Text(17, " is "),
        Action(
            21,
            Pipeline(
                24,
                (
                    Command(24, (Field(24, ("Value",)),)),
                    Command(33, (Function(33, "printf"), String(40, "%.1f"))),
                ),
            ),
        ),
    )


def test_the_tree_of_blocks() -> None:
    template = parse_rule_template(
        '{{ range $i, $x := query "up" }}{{ if . }}{{ 1 }}{{ else if $x }}{{ end }}{{ end }}'
    )
    (loop,) = template.nodes
    assert isinstance(loop, Range)
    assert loop.pipeline is not None
    assert [variable.name for variable in loop.pipeline.variables] == ["$i", "$x"]
    (branch,) = loop.body
    assert isinstance(branch, If)
    assert branch.body == (Action(42, Pipeline(45, (Command(45, (Number(45, "1", 1),)),))),)
    assert branch.otherwise is not None
    assert isinstance(branch.otherwise[0], If)


def test_fields_of_a_parenthesis_are_a_chain() -> None:
    (action,) = parse_rule_template("{{ (.).Labels.job }}").nodes
    assert isinstance(action, Action)
    (operand,) = action.pipeline.commands[0].operands
    assert operand == Chain(6, Pipeline(4, (Command(4, (Dot(4),)),)), ("Labels", "job"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{- 1 -}} b", ["a", "b"]),
        ("a \n\t{{- 1 }} b", ["a", " b"]),
        ("a {{ 1 -}}\n b", ["a ", "b"]),
        ("a {{/* c */}} b", ["a ", " b"]),
        ("a {{- /* c */ -}} b", ["a", "b"]),
        ("a {{-1}} b", ["a ", " b"]),
    ],
)
def test_trim_markers_take_blanks_away(text: str, expected: list[str]) -> None:
    assert [node.text for node in parse_rule_template(text).nodes if isinstance(node, Text)] == expected


def test_every_fault_is_found_at_once() -> None:
    template = parse_rule_template(
        '{{ $for }} {{ $value | humanise }} {{ "open }} {{ if }}x{{ end }} {{ $labels.a-b }}'
    )
    assert [(problem.kind, problem.offset) for problem in template.problems] == [
        ("variable", 3),
        ("function", 23),
        ("syntax", 38),
        ("syntax", 53),
        ("syntax", 76),
    ]


def test_a_fault_leaves_the_block_it_opens_in_place() -> None:
    template = parse_rule_template("{{ if $value > 1 }}a{{ else }}b{{ end }}")
    assert [problem.offset for problem in template.problems] == [13]


@pytest.mark.parametrize("text", ["{{ " + "(" * 5000, "{{ if 1 }}" * 5000, "{{ " + "(" * 300 + "1" + ")" * 300 + " }}"])
def test_nesting_beyond_reading_is_said_not_a_crash(text: str) -> None:
    (problem,) = (problem for problem in parse_rule_template(text).problems if problem.kind == "depth")
    assert "nested more than 60 deep" in problem.message
    assert not problem.refused


def test_line_and_column() -> None:
    text = "one\ntwo {{ $for }}"
    (problem,) = parse_rule_template(text).problems
    assert line_and_column(text, offset=problem.offset) == (2, 8)
