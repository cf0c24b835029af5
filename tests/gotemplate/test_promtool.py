"""The same verdicts and the same texts as the real promtool."""

from __future__ import annotations

import json
import math
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o11ygen.gotemplate import CannotExpandError, ExpansionError, Sample, expand, parse_rule_template
from o11ygen.version import Version
from tests.gotemplate.samples import scrambled, templates
from tests.gotemplate.test_parse import ACCEPTED, REFUSED
from tests.programs import PROMETHEUS_VERSIONS, program

pytestmark = pytest.mark.tools

# What depends on the Go release behind a build, and builds of distributions differ in that.
BY_GO_RELEASE = re.compile(r"else with|range \d")
FUNCTIONS = ("parseDuration `1h`", "stripPort `a:1`", "stripDomain `a.b`", "toTime 1", "toDuration 1", "now")


def write(file: Path, document: object) -> None:
    """Write a document as JSON that is YAML too: YAML knows no surrogate pairs."""
    pair = re.compile(r"\\u(d[89ab]..)\\u(d[c-f]..)")
    text = pair.sub(
        lambda match: f"\\U{(int(match[1], 16) - 0xD800) * 0x400 + int(match[2], 16) - 0xDC00 + 0x10000:08X}",
        json.dumps(document),
    )
    file.write_text(text, encoding="utf-8")


def refused_by_promtool(texts: Sequence[str], *, version: str, folder: Path) -> set[int]:
    """The positions of the templates for which `promtool check rules` refuses the file."""
    rules = [
        {"alert": f"A{number}", "expr": "up", "annotations": {"summary": text}} for number, text in enumerate(texts)
    ]
    file = folder / "rules.json"
    write(file, {"groups": [{"name": "g", "rules": rules}]})
    ran = subprocess.run(
        [program("promtool", version), "check", "rules", "--lint=none", file],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    refused = {int(number) for number in re.findall(r'"A(\d+)": annotation "summary": template:', ran.stderr)}
    assert (ran.returncode == 0) is not bool(refused), ran.stderr
    return refused


def refused_here(texts: Sequence[str], *, version: str) -> set[int]:
    declared = Version.parse(version)
    return {number for number, text in enumerate(texts) if parse_rule_template(text, version=declared).refused}


@pytest.mark.parametrize("version", PROMETHEUS_VERSIONS)
def test_verdicts_over_the_tables(version: str, tmp_path: Path) -> None:
    texts = [*ACCEPTED, *(text for text, _ in REFUSED), *(f"{{{{ {function} }}}}" for function in FUNCTIONS)]
    texts = [text for text in texts if not BY_GO_RELEASE.search(text)]
    assert refused_here(texts, version=version) == refused_by_promtool(texts, version=version, folder=tmp_path)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(scrambled() | templates(), min_size=60, max_size=60))
def test_verdicts_over_a_sample(texts: list[str], tmp_path: Path) -> None:
    texts = [text for text in texts if not BY_GO_RELEASE.search(text) and not re.search("[\ud800-\udfff]", text)]
    assert refused_here(texts, version="3.5") == refused_by_promtool(texts, version="3.5", folder=tmp_path)


LABELS = {"job": "app", "instance": "host-1.example.com:9100", "quantile": "0.5"}
EXTERNAL = {"cluster": "eu"}
URL = "http://prom.example.com:9090/p"
# `externalURL` and `pathPrefix` are left out: promtool itself has no URL for them and fails, where Prometheus has one.
RENDERED = [
    ("{{ $labels.job }} at {{ $value }}", 0.5),
    ("{{ $labels.job | title }}: {{ $value | humanizePercentage }}", 0.123456),
    ("{{ $value | humanize }} {{ $value | humanize1024 }} {{ $value | humanizeDuration }}", 1234567.0),
    ("{{ $value | humanize }} {{ $value | humanizeDuration }}", 0.000123),
    ("{{ $value | humanizeTimestamp }} {{ toTime $value }}", 1435065584.128),
    ('{{ printf "%.2f|%8.3f|%-8.1f|%e|%g|%d|%s" $value $value $value $value $value $value $value }}', 98765.4321),
    ('{{ printf "%d %5d %05d %x %q %T" 42 42 42 255 "a\\"b" $value }} {{ printf "%s" }} {{ printf "%d" 1 2 }}', 1.0),
    ("{{ $labels }} {{ $externalLabels.cluster }} {{ $externalURL }}", 1.0),
    ("{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ else }}none{{ end }}", 1.0),
    ("{{ if gt $value 1.5 }}high{{ else if eq $labels.job `app` }}app{{ end }}", 1.0),
    ('{{ with query "m" }}{{ . | first | value }} {{ . | first | label "job" }}{{ end }}', 7.25),
    ('{{ reReplaceAll "(.*):.*" "$1" $labels.instance }} {{ match "^h" $labels.instance }}', 1.0),
    ('{{ stripPort $labels.instance }} {{ stripDomain $labels.instance }} {{ parseDuration "1h30m" }}', 1.0),
    ("{{ $labels.nope }}|{{ (args 1 `x`).arg1 }} {{ (args 1).arg9 }} {{ args 1 `x` }}", 1.0),
    ('{{ define "x" }}<{{ . }}>{{ end }}{{ template "x" $value }}', 3.0),
    ("{{ $value }}", 1e21),
    ("{{ $value }} {{ printf `%.1f` $value }}", 123456789.0),
    ("{{ html `<a>` }} {{ urlquery `a b` }} {{ graphLink `up` }} {{ print 1 2 `a` 3 }}", 1.0),
    ('{{ title "foo-bar foo.bar it\'s a1b x_y" }} {{ toUpper "été" }} {{ len "été" }}', 1.0),
    ("{{ $labels.quantile | humanize }} {{ slice $labels.job 1 }} {{ index $labels.job 0 }}", 1.0),
]


def expanded(text: str, value: float, *, version: str) -> str:
    return expand(
        parse_rule_template(text),
        labels={"__name__": "m", **LABELS},
        value=value,
        external_labels=EXTERNAL,
        external_url=URL,
        query=lambda _: (Sample({"__name__": "m", **LABELS}, value),),
        version=Version.parse(version),
    )


def check_texts(cases: Sequence[tuple[str, float, str]], *, version: str, folder: Path) -> None:
    """Let promtool compare each expected text with what it expands the template to."""
    labels = ",".join(f'{name}="{value}"' for name, value in LABELS.items())
    rules, tests = [], []
    for number, (text, value, expected) in enumerate(cases):
        rules.append({"alert": f"A{number}", "expr": f"m unless on() (n != {number})", "annotations": {"s": text}})
        tests.append(
            {
                "interval": "1m",
                "external_labels": EXTERNAL,
                "external_url": URL,
                "input_series": [
                    {"series": f"m{{{labels}}}", "values": repr(value)},
                    {"series": "n", "values": str(number)},
                ],
                "alert_rule_test": [
                    {
                        "alertname": f"A{number}",
                        "eval_time": "0m",
                        "exp_alerts": [{"exp_labels": LABELS, "exp_annotations": {"s": expected}}],
                    }
                ],
            }
        )
    write(folder / "rules.json", {"groups": [{"name": "g", "rules": rules}]})
    suite = folder / "suite.json"
    write(suite, {"rule_files": ["rules.json"], "tests": tests})
    ran = subprocess.run(
        [program("promtool", version), "test", "rules", suite],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("version", PROMETHEUS_VERSIONS)
def test_texts_over_the_table(version: str, tmp_path: Path) -> None:
    cases = []
    for text, value in RENDERED:
        if not parse_rule_template(text, version=Version.parse(version)).refused:
            cases.append((text, value, expanded(text, value, version=version)))
    assert len(cases) > 15
    check_texts(cases, version=version, folder=tmp_path)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(templates(), min_size=40, max_size=40),
    value=st.floats(allow_nan=False, allow_infinity=False, width=32) | st.sampled_from((0.0, 0.5, 1e21, 86461.0)),
)
def test_texts_over_a_sample(texts: list[str], value: float, tmp_path: Path) -> None:
    cases = []
    for text in texts:
        try:
            cases.append((text, value, expanded(text, value, version="3.5")))
        except (ExpansionError, CannotExpandError):
            continue
    if cases and not math.isclose(value, 0.0, abs_tol=1e-300):
        check_texts(cases, version="3.5", folder=tmp_path)
