"""The words of each problem: what, why it matters, what to do."""

from __future__ import annotations

import pytest

from o11ygen.gotemplate import parse_rule_template
from o11ygen.version import Version

LOAD = "Prometheus refuses the rule file at load"
FAILS = "an error message stands in place of the text when the alert fires"
ONLY = "Prometheus defines only $labels, $externalLabels, $externalURL, $value"

AT_LOAD = [
    (
        "Down for {{ $for }}",
        f"uses `$for`; {ONLY}; {LOAD}",
        "Write the duration in words; a template cannot read it from the rule.",
    ),
    ("{{ $label.job }}", f"uses `$label`; {ONLY}; {LOAD}", "Did you mean `$labels`?"),
    (
        "{{ $threshold }}",
        f"uses `$threshold`; {ONLY}; {LOAD}",
        "Write `$labels.threshold` if a label is meant, or put the value itself.",
    ),
    ("{{ $value | humanise }}", f"`humanise` is no function of Prometheus; {LOAD}", "Did you mean `humanize`?"),
    (
        "{{ labels.job }}",
        f"`labels` is no function of Prometheus; {LOAD}",
        "Variables start with a dollar sign: `$labels`.",
    ),
    (
        "{{ $value | toJson }}",
        f"`toJson` is a function of Alertmanager, not of Prometheus; {LOAD}",
        "It is for notification templates; do without it in a rule.",
    ),
    (
        "{{ $value | quote }}",
        f"`quote` is no function of Prometheus, but of Helm; {LOAD}",
        "Render the chart first; in a chart, write ``{{ `{{ ... }}` }}`` around what is meant for the program behind it.",
    ),
    ("{{ Value }}", f"`Value` is no function of Prometheus; {LOAD}", "Fields start with a dot: `.Value`."),
    (
        "{{ $labels.my-label }}",
        f"`-` cannot follow a name, as it does in `$labels.my-label`; {LOAD}",
        'Ask for the label with `index $labels "my-label"`.',
    ),
    (
        "{{ .Labels.my-label | toUpper }}",
        f"`-` cannot follow a name, as it does in `.Labels.my-label`; {LOAD}",
        'Ask for the label with `index .Labels "my-label"`.',
    ),
    (
        "{{ $value*100 }}",
        f"`*` cannot follow a name, as it does in `$value*100`; {LOAD}",
        "Templates have no arithmetic: compute the value in the expression of the rule.",
    ),
    ("{{ $value > 1 }}", f"`>` cannot stand in an operand; {LOAD}", "Templates have no operators: write `gt a b`."),
    (
        "{{ $value | | print }}",
        f"`|` cannot stand in an action; {LOAD}",
        "Take it out, or put the text it belongs to in quotes.",
    ),
    ("{{ $labels.job", f"the action is never closed with `}}}}`; {LOAD}", "Close it with `}}`."),
    ("{{ if $value }}x", f"`{{{{ if }}}}` is never closed; {LOAD}", "Close it with `{{ end }}`."),
    ("x{{ end }}", f"`end` closes nothing; {LOAD}", "Remove it, or open its block before."),
    ("{{ 'job' }}", f"a character constant holds one character; {LOAD}", 'Write text in double quotes: `"`.'),
    ("{{ break }}", f"`break` stands outside of a range; {LOAD}", "Remove it, or put it between range and end."),
]

WHEN_IT_RUNS = [
    (
        "{{ .labels.job }}",
        "field",
        f"`.labels` is no field of the data of the alert; {FAILS}",
        "Did you mean `.Labels`?",
    ),
    (
        "{{ .Value.x }}",
        "field",
        f"`.x` is asked of the value of the alert, a number, which has no fields; {FAILS}",
        "Remove it.",
    ),
    (
        "{{ .CommonLabels.job }}",
        "field",
        f"`.CommonLabels` is no field of the data of the alert, but of Alertmanager's templates; {FAILS}",
        "Write `$labels.name`: a rule has the labels of one alert.",
    ),
    (
        "{{ .StartsAt }}",
        "field",
        f"`.StartsAt` is no field of the data of the alert, but of Alertmanager's templates; {FAILS}",
        "It is for notification templates; a rule has `$labels` and `$value`.",
    ),
    (
        "{{ .Values.team }}",
        "field",
        f"`.Values` is no field of the data of the alert, but of a Helm chart; {FAILS}",
        "Render the chart first; in a chart, write ``{{ `{{ ... }}` }}`` around what is meant for the program behind it.",
    ),
    ("{{ value }}", "arity", f"`value` takes 1 argument and gets 0; {FAILS}", "Write `$value` for the variable."),
    ("{{ humanize 1 2 }}", "arity", f"`humanize` takes 1 argument and gets 2; {FAILS}", ""),
    (
        "{{ if gt $value 10 }}x{{ end }}",
        "type",
        f"`gt` cannot compare the value of the alert, a number with a whole number; {FAILS}",
        "Write `10.0`: Go compares a number only with one that has decimals too.",
    ),
    (
        "{{ if eq $labels.code 500 }}x{{ end }}",
        "type",
        f"`eq` cannot compare text with a whole number; {FAILS}",
        'Quote it: `"500"`.',
    ),
    (
        "{{ $value | toUpper }}",
        "type",
        f"`toUpper` takes text and gets the value of the alert, a number; {FAILS}",
        'Make text of it first, with `printf "%.2f"`.',
    ),
    (
        '{{ match "(" $labels.job }}',
        "regexp",
        f"`match` gets the pattern `(`: missing ), unterminated subpattern at position 0; {FAILS}",
        "Write it in RE2 syntax.",
    ),
    (
        '{{ template "x" }}',
        "template",
        f'the template "x" is not defined; {FAILS}',
        "Define it, or print the text itself.",
    ),
    (
        '{{ printf "%d" $value }}',
        "format",
        "`%d` prints a whole number and gets the value of the alert, a number; `%!d(float64=...)` stands in the text",
        "Write `%.2f`.",
    ),
    (
        '{{ printf "%s of %s" $labels.job }}',
        "format",
        '`printf "%s of %s"` has 2 verbs and 1 value; `(MISSING)` stands in the text',
        "Give one value for each verb.",
    ),
    (
        '{{ query "up" }}',
        "type",
        "the result of a query is printed whole; addresses in memory stand in the text",
        "Walk it with `range`, or take `first`.",
    ),
    ("{{ $x = 1 }}", "variable", f"`$x` is assigned and nowhere declared; {FAILS}", "Write `$x := `."),
]


@pytest.mark.parametrize(("text", "message", "hint"), AT_LOAD)
def test_refused_at_load(text: str, message: str, hint: str) -> None:
    (problem,) = parse_rule_template(text).problems
    assert (problem.message, problem.hint) == (message, hint)
    assert problem.refused


@pytest.mark.parametrize(("text", "kind", "message", "hint"), WHEN_IT_RUNS)
def test_fails_when_it_runs(text: str, kind: str, message: str, hint: str) -> None:
    (problem,) = parse_rule_template(text).problems
    assert (problem.kind, problem.message, problem.hint) == (kind, message, hint)
    assert not problem.refused
    assert problem.certain


def test_what_and_gives_may_be_of_another_type() -> None:
    (problem,) = parse_rule_template("{{ $value | humanize | and $value | eq 1.5 }}").problems
    assert problem.message == (
        f"`eq` may have to compare a number with text, which `and` or `or` gives; otherwise {FAILS}"
    )
    assert not problem.certain


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("{{ $labels | and $value | len }}", "`len` may get the value of the alert, a number"),
        ("{{ slice (or $value $labels.job) 1 }}", "`slice` may get the value of the alert, a number"),
        ("{{ index ($value | or $labels) `job` }}", "`index` may get the value of the alert, a number"),
    ],
)
def test_what_and_gives_may_have_no_length_and_no_parts(text: str, got: str) -> None:
    (problem,) = parse_rule_template(text).problems
    assert problem.message == f"{got}, which it does not take, from `and` or `or`; otherwise {FAILS}"
    assert not problem.certain


def test_a_label_that_must_be_a_number_is_only_doubtful() -> None:
    (problem,) = parse_rule_template("{{ $labels.instance | humanize }}").problems
    assert problem.message == f"`humanize` takes a number, so the label `instance` must be one; otherwise {FAILS}"
    assert not problem.certain


@pytest.mark.parametrize(
    "text",
    [
        "{{ $labels.job }} {{ $value | humanize }}",
        "{{ $labels.le | humanize }}",
        '{{ $value | humanize | printf "%s req/s" }}',
        "{{ if gt $value 10.0 }}high{{ else if eq $labels.job `x` }}x{{ end }}",
        '{{ with query "up" }}{{ . | first | value | humanizePercentage }}{{ end }}',
        '{{ range $i, $s := query "up" | sortByLabel "job" }}{{ $i }} {{ $s.Labels.job }} {{ .Value }}{{ end }}',
        '{{ label "job" (query "up" | first) | toUpper }}',
        '{{ reReplaceAll "(.*):.*" "$1" $labels.instance }}',
        '{{ index $labels "my-label" }} {{ len $labels }} {{ slice $labels.job 0 1 }}',
        "{{ $value | toTime }} {{ ($value | toTime).Year }} {{ humanizeTimestamp 1700000000 }}",
        '{{ args 1 2 }} {{ (args 1).arg0 | humanize }} {{ printf "%v %d%%" true 3 }} {{ printf "%*d" 3 4 }}',
        '{{ $x := "" }}{{ if $value }}{{ $x = 1.5 }}{{ end }}{{ $x | humanize }}',
        '{{ define "x" }}{{ .Value }}{{ end }}{{ template "x" . }}',
        "{{ if and $labels.job (eq $labels.job `a` `b`) }}{{ or $labels.x `none` }}{{ end }}",
    ],
)
def test_nothing_is_said_of_what_works(text: str) -> None:
    assert parse_rule_template(text).problems == ()


@pytest.mark.parametrize(
    ("text", "version", "message"),
    [
        ("{{ stripDomain $labels.a }}", "2.35", "`stripDomain` needs Prometheus 2.36; judged as 2.35"),
        ("{{ now }}", "3.5.3", "`now` needs Prometheus 3.6; judged as 3.5.3"),
        ("{{ with $value }}{{ else with .Labels }}{{ end }}", "2.54", "`else with` needs Prometheus 2.55"),
        ("{{ range $labels }}{{ break }}{{ end }}", "2.34", "`break` needs Prometheus 2.35"),
    ],
)
def test_what_the_declared_version_lacks_is_refused(text: str, version: str, message: str) -> None:
    (problem,) = parse_rule_template(text, version=Version.parse(version)).problems
    assert problem.message.startswith(message)
    assert problem.kind == "version"
    assert problem.refused


def test_ranging_over_a_number_parses_and_fails_before_go_1_24() -> None:
    (problem,) = parse_rule_template("{{ range 3 }}{{ . }}{{ end }}", version=Version(3, 2)).problems
    assert (problem.kind, problem.refused) == ("version", False)
    assert parse_rule_template("{{ range 3 }}{{ . }}{{ end }}", version=Version(3, 3)).problems == ()


@pytest.mark.parametrize("text", ["{{ stripDomain $labels.a }}", "{{ range $labels }}{{ break }}{{ end }}"])
def test_the_first_version_that_has_it_takes_it(text: str) -> None:
    assert parse_rule_template(text, version=Version(2, 36)).problems == ()
    assert parse_rule_template(text).problems == ()
