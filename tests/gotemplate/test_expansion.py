"""What Prometheus prints: each expected text was seen with Prometheus 3.5."""

from __future__ import annotations

import pytest

from o11ygen.gotemplate import CannotExpandError, ExpansionError, Sample, expand, parse_rule_template
from o11ygen.version import Version

LABELS = {"job": "app", "instance": "host-1.example.com:9100", "le": "0.5"}
SAMPLES = (
    Sample({"__name__": "m", "instance": "b", "job": "j2"}, 21.0),
    Sample({"__name__": "m", "instance": "a", "job": "j1", "__value__": "sv"}, 11.5),
)


def rendered(text: str, value: float = 0.5, version: Version | None = None) -> str:
    return expand(
        parse_rule_template(text),
        labels=LABELS,
        value=value,
        external_labels={"cluster": "eu"},
        external_url="http://prom.example.com:9090/p",
        query=lambda asked: () if asked == "empty" else SAMPLES,
        timestamp=1_700_000_000.0,
        version=version,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain {", "plain {"),
        ("{{ $labels.job }} at {{ $value }}", "app at 0.5"),
        ("{{ .Labels.job }} {{ .Value }} {{ $externalLabels.cluster }}", "app 0.5 eu"),
        (
            "{{ externalURL }} {{ pathPrefix }} {{ $externalURL }}",
            "http://prom.example.com:9090/p /p http://prom.example.com:9090/p",
        ),
        ('{{ $labels.nope }}|{{ index $labels "nope" }}', "|"),
        ("{{ $labels }}", "map[instance:host-1.example.com:9100 job:app le:0.5]"),
        (
            "{{ . }}",
            "{map[instance:host-1.example.com:9100 job:app le:0.5] map[cluster:eu] http://prom.example.com:9090/p 0.5}",
        ),
        ("a {{- 1 -}} b", "a1b"),
        ("{{ if gt $value 0.1 }}high{{ else }}low{{ end }}", "high"),
        ("{{ if $labels.nope }}a{{ else if $labels.job }}b{{ else }}c{{ end }}", "b"),
        ("{{ with $labels.job }}{{ . }}{{ end }}{{ with $labels.nope }}x{{ else }}none{{ end }}", "appnone"),
        (
            "{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}",
            "instance=host-1.example.com:9100;job=app;le=0.5;",
        ),
        (
            '{{ range $i, $x := query "up" }}{{ $i }}{{ .Labels.instance }}={{ .Value }},{{ $x.Value }};{{ end }}',
            "0b=21,21;1a=11.5,11.5;",
        ),
        ('{{ range query "empty" }}x{{ else }}none{{ end }}', "none"),
        ('{{ range query "up" }}{{ .Value }}{{ break }}{{ end }}', "21"),
        ('{{ range query "up" }}{{ if gt .Value 20.0 }}{{ continue }}{{ end }}{{ .Value }}{{ end }}', "11.5"),
        ("{{ range 3 }}{{ . }}{{ end }}", "012"),
        ('{{ $n := 0 }}{{ range query "up" }}{{ $n = .Value }}{{ end }}{{ $n }}', "11.5"),
        (
            '{{ define "x" }}<{{ . }}>{{ end }}{{ template "x" $value }}{{ block "y" .Labels }}{{ .job }}{{ end }}',
            "<0.5>app",
        ),
        ('{{ query "up" | first | value }} {{ query "up" | sortByLabel "instance" | first | label "job" }}', "21 j1"),
        (
            '{{ query "up" | first }} {{ printf "%v" (query "up" | first) }}',
            "{map[__name__:m instance:b job:j2] 21} &{map[__name__:m instance:b job:j2] 21}",
        ),
        ('{{ (index (query "up") 1) | strvalue }}', "sv"),
        ('{{ with query "empty" }}{{ . | first | value }}{{ else }}none{{ end }}', "none"),
        (
            "{{ 1e20 }} {{ 1e21 }} {{ 123456789.0 }} {{ 1e6 }} {{ 100000.0 }} {{ 0.00001 }} {{ 0.0001 }}",
            "1e+20 1e+21 1.23456789e+08 1e+06 100000 1e-05 0.0001",
        ),
        ("{{ 0x10 }} {{ 'a' }} {{ 017 }} {{ 2i }} {{ true }}", "16 97 15 (0+2i) true"),
        ('{{ print $value "a" 1 2 "b" }} {{ println 1 "a" }}|', "0.5a1 2b 1 a\n|"),
        ("{{ (args 1 2).arg0 }} {{ (args 1 2).arg5 }} {{ args 1 `x` }}", "1 <no value> map[arg0:1 arg1:x]"),
        ('{{ slice "abcdef" 1 3 }} {{ index "abc" 1 }} {{ len "été" }} {{ len $labels }}', "bc 98 5 3"),
        (
            '{{ and 0 1 }} {{ or "" "x" }} {{ not 1 }} {{ 1 | and 2 }} {{ eq 1 2 1 }} {{ eq nil nil }}',
            "0 x false 1 true true",
        ),
        (
            '{{ html `<a href="x">` }} {{ js "it\'s" }} {{ urlquery `a b&c` }}',
            "&lt;a href=&#34;x&#34;&gt; it\\'s a+b%26c",
        ),
        (
            '{{ reReplaceAll "(.*):.*" "${1}!" $labels.instance }} {{ reReplaceAll "x*" "-" "axb" }}',
            "host-1.example.com! -a-b-",
        ),
        ('{{ match "^a.p$" $labels.job }} {{ reReplaceAll "(a)" "$1_" "a" }}|', "true |"),
        ('{{ graphLink "up" }} {{ tableLink "a b" }}', "/graph?g0.expr=up&g0.tab=0 /graph?g0.expr=a+b&g0.tab=1"),
        (
            '{{ stripPort "h:80" }} {{ stripDomain "a.b.c:80" }} {{ stripPort "[::1]:80" }} {{ stripDomain "10.0.0.1:1" }}',
            "h a:80 ::1 10.0.0.1:1",
        ),
        (
            '{{ parseDuration "1h30m" }} {{ humanizeTimestamp 1.5e9 }} {{ toTime 1.5 }}',
            "5400 2017-07-14 02:40:00 +0000 UTC 1970-01-01 00:00:01.5 +0000 UTC",
        ),
        ('{{ title "foo-bar foo.bar foo_bar it\'s a1b ümlaut FOO" }}', "Foo-Bar Foo.bar Foo_bar It's A1b Ümlaut FOO"),
        ("{{ toUpper `aé` }} {{ toLower `AÉ` }} {{ safeHtml `<b>` }}", "AÉ aé <b>"),
    ],
)
def test_expanded(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [
        ("humanize", 0.0, "0"),
        ("humanize", 1234567.0, "1.235M"),
        ("humanize", -1500.0, "-1.5k"),
        ("humanize", 0.00123, "1.23m"),
        ("humanize", 1e27, "1000Y"),
        ("humanize", float("nan"), "NaN"),
        ("humanize", float("inf"), "+Inf"),
        ("humanize1024", 1048576.0, "1Mi"),
        ("humanize1024", 0.5, "0.5"),
        ("humanizePercentage", 0.1234567, "12.35%"),
        ("humanizePercentage", 0.0, "0%"),
        ("humanizeDuration", 0.0, "0s"),
        ("humanizeDuration", 59.5, "59.5s"),
        ("humanizeDuration", 899.99, "14m 59s"),
        ("humanizeDuration", 90061.0, "1d 1h 1m 1s"),
        ("humanizeDuration", -3600.0, "-1h 0m 0s"),
        ("humanizeDuration", 0.0123, "12.3ms"),
        ("humanizeTimestamp", 1435065584.128, "2015-06-23 13:19:44.128 +0000 UTC"),
        ("humanizeTimestamp", -1.0, "1969-12-31 23:59:59 +0000 UTC"),
        ("humanizeTimestamp", float("-inf"), "-Inf"),
        ("toDuration", 5430.25, "1h30m30.25s"),
        ("toDuration", 0.0015, "1.5ms"),
    ],
)
def test_humanized(function: str, value: float, expected: str) -> None:
    assert rendered(f"{{{{ $value | {function} }}}}", value) == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('"%.2f %5.1f|%-8.3f|%08.3f|%+.1f" $value 3.14159 3.14159 -3.14159 2.0', "0.50   3.1|3.142   |-003.142|+2.0"),
        ('"%e %g %G %.3g" 12345.678 1e-7 1e-7 1234.5', "1.234568e+04 1e-07 1E-07 1.23e+03"),
        (
            '"%d %5d|%-5d|%05d %+d %x %X %#x %o %b %c %q %U" 42 42 42 42 42 255 255 255 8 5 65 65 65',
            "42    42|42   |00042 +42 ff FF 0xff 10 101 A 'A' U+0041",
        ),
        ('"%s %q %6s|%-6s|%.2s %x" "ab" "a\\"b" "ab" "ab" "abc" "hi"', 'ab "a\\"b"     ab|ab    |ab 6869'),
        ('"%t %v %%" true false', "true false %"),
        ('"%T %T %T" $value 1 $labels', "float64 int map[string]string"),
        ('"%[2]d %[1]d" 1 2', "2 1"),
        ('"%*d|%.*f" 5 42 2 3.14159', "   42|3.14"),
        ('"%v %s" $labels.job nil', "app %!s(<nil>)"),
        ('"%d" $value', "%!d(float64=0.5)"),
        ('"%s" $value', "%!s(float64=0.5)"),
        ('"%.2f" "abc"', "%!f(string=ab)"),
        ('"%d %d" 1', "1 %!d(MISSING)"),
        ('"%d" 1 2 "x"', "1%!(EXTRA int=2, string=x)"),
        ('"%z %!" 3', "%!z(int=3) %!!(MISSING)"),
        ('"%"', "%!(NOVERB)"),
        ('"%q" $labels', 'map["instance":"host-1.example.com:9100" "job":"app" "le":"0.5"]'),
    ],
)
def test_printf(call: str, expected: str) -> None:
    assert rendered(f"{{{{ printf {call} }}}}") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ .Foo }}", "can't evaluate field Foo in type struct"),
        ("{{ humanize }}", "wrong number of args for humanize: want 1 got 0"),
        ("{{ $labels.job | humanize }}", 'strconv.ParseFloat: parsing "app": invalid syntax'),
        ("{{ $value | toUpper }}", "wrong type for value; expected string; got float64"),
        ("{{ gt $value 0 }}", "incompatible types for comparison: float64 and int"),
        ('{{ query "empty" | first }}', "first() called on vector with no elements"),
        ("{{ nil }}", "nil is not a command"),
        ('{{ template "x" }}', 'template "x" not defined'),
        ("{{ $x = 1 }}", "undefined variable: $x"),
        ("{{ query 3 }}", "expected string; found 3"),
        ("{{ toUpper nil }}", "cannot assign nil to string"),
        ("{{ range 2.5 }}{{ end }}", "range can't iterate over 2.5"),
        ("{{ index `abc` 5 }}", "index out of range: 5"),
        ("{{ len 3 }}", "len of type int"),
        ("{{ 18446744073709551615 }}", "18446744073709551615 overflows int"),
        ("{{ safeHtml `a` | toUpper }}", "wrong type for value; expected string; got template.HTML"),
        ("{{ $for }}", "uses `$for`; Prometheus defines only"),
    ],
)
def test_what_prometheus_can_not_expand(text: str, message: str) -> None:
    with pytest.raises(ExpansionError) as caught:
        rendered(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        '{{ query "up" }}',
        "{{ ($value | toTime).Year }}",
        '{{ define "x" }}{{ template "x" }}{{ end }}{{ template "x" }}',
        "{{ range 1000000 }}{{ end }}",
        '{{ printf "%999999999d" 1 }}',
        '{{ match "\\\\pL" "a" }}',
        '{{ printf "%#v" $labels }}',
    ],
)
def test_what_only_prometheus_can_tell(text: str) -> None:
    with pytest.raises(CannotExpandError):
        rendered(text)


def test_a_query_needs_an_answer() -> None:
    with pytest.raises(CannotExpandError, match="the template asks `up`"):
        expand(parse_rule_template('{{ query "up" | first | value }}'), labels={}, value=1)


def test_title_before_and_from_3_2() -> None:
    text = '{{ title "foo.bar it\'s" }}'
    assert rendered(text, version=Version(3, 1)) == "Foo.Bar It'S"
    assert rendered(text, version=Version(3, 2)) == "Foo.bar It's"


def test_time_of_evaluation() -> None:
    assert rendered("{{ now }} {{ now | toTime }}") == "1.7e+09 2023-11-14 22:13:20 +0000 UTC"
