"""The values of series in rule tests: what each release reads, and that a real promtool says the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o11ygen.validate.notation import values_fault
from o11ygen.version import Version
from tests import programs

RELEASES = programs.PROMETHEUS_VERSIONS
# What is read by which of the releases above: `Y` for each that does.
VALUES = {
    **dict.fromkeys(("", " ", "1", "-1", "+2 .5 5. 1e3", "Inf -inf NaN", "_ _x3 stale", "0+10x5", "1x0", "09"), "YYY"),
    **dict.fromkeys(("stale+1x2", "inf-1x2", "1e-999", "1\t2 \n"), "YYY"),
    **dict.fromkeys(("1,2", "1+1", "0x1F", "x2", "1x", "1 x2", "1x1.5", "1x1e2", "0+infx2", "1+-1x2", "--1"), "..."),
    **dict.fromkeys(("stalex3", "Stale", "1e999", "a", "1m", "1\r\n2", "1\n2", "+", "1 #c", '"1"'), "..."),
    **dict.fromkeys(("1_000", "1e5_0", "1_0.5_0"), "..Y"),
    **dict.fromkeys(("1__0", "1_.5", "1._5", "1x1_0"), "..."),
    **dict.fromkeys(
        ("{{}}", "{{ }}", "{{sum:-inf}}x3", "{{schema:-1 count:2 buckets:[1 2 ]}}", "{{}}+{{SUM:1}}x2"), ".YY"
    ),
    **dict.fromkeys(("{{count:-1}}", "{{buckets:[inf]}}", "{{counter_reset_hint:Gauge}}", "{{sum:1_0}}"), "..Y"),
    **dict.fromkeys(
        ("{{ sum:1}}", "{{sum:+1}}", "{{sum:.5}}", "{{sum:a}}", "{{sum}}", "{{total:1}}", "{{sum:0x1}}"), "..."
    ),
    **dict.fromkeys(
        ("{{sum:1,count:2}}", "{{sum:1 sum:2}}", "{{buckets:[]}}", "{{buckets:[ 1]}}", "{{schema:1.5}}"), "..."
    ),
    **dict.fromkeys(("{{}} x2", "{{}}1", "{{}}+{{}}", "{{}}+1x2", "{{", "{{}", "{{counter_reset_hint:never}}"), "..."),
}
_ATOMS = (
    "1",
    "-2",
    "+3",
    ".5",
    "1e2",
    "_",
    "stale",
    "x3",
    "+1x2",
    "-1x2",
    "inf",
    "nan",
    "{{}}",
    "{{sum:1}}",
    " ",
    "0x",
    ",",
)


@pytest.mark.parametrize("text", VALUES)
def test_what_each_release_reads(text: str) -> None:
    read = (values_fault(text, version=Version.parse(release)) is None for release in RELEASES)
    assert "".join("Y" if one else "." for one in read) == VALUES[text]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1, 2", ("`1,` is no value of a series", "Put spaces between the values, no commas.", 0)),
        ("1 0+1*5", ("`0+1*5` is no value of a series", "Write a small `x` before the number of times.", 2)),
        ("0+10", ("`0+10` is no value of a series", "Say how often: `0+10x10`.", 0)),
        ("_ {{suum:1}}", ("a histogram has no `suum`", 'Did you mean "sum"?', 2)),
    ],
)
def test_what_is_said(text: str, fault: tuple[str, str, int]) -> None:
    assert values_fault(text) == fault


def _promtool(release: str) -> Path:
    return programs.program("promtool", release)


def _reads(program: Path, folder: Path, values: str) -> bool:
    test = {
        "interval": "1m",
        "input_series": [{"series": "up", "values": values}],
        "promql_expr_test": [{"expr": "1", "eval_time": "1m", "exp_samples": [{"labels": "{}", "value": 1}]}],
    }
    file = folder / "test.yml"
    file.write_text(json.dumps({"rule_files": [], "evaluation_interval": "1m", "tests": [test]}))
    return subprocess.run([program, "test", "rules", file], capture_output=True, check=False).returncode == 0


@pytest.mark.tools
@pytest.mark.parametrize("release", RELEASES)
def test_promtool_reads_the_same(release: str, tmp_path: Path) -> None:
    program, column = _promtool(release), RELEASES.index(release)
    wrong = [text for text, read in VALUES.items() if _reads(program, tmp_path, text) != (read[column] == "Y")]
    assert wrong == []


@pytest.mark.tools
@pytest.mark.parametrize("release", RELEASES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(_ATOMS), max_size=5))
def test_promtool_agrees_on_what_is_put_together(release: str, tmp_path: Path, pieces: list[str]) -> None:
    text = "".join(pieces)
    mine = values_fault(text, version=Version.parse(release)) is None
    # After two histograms that are added, 2.53 reads no further value.
    if "{{}}+{{" not in text and "{{}}-{{" not in text:
        assert mine == _reads(_promtool(release), tmp_path, text)
