"""The verdicts of the real promtool on expressions at the borders of its releases, beside ours."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from o11ygen.promql import syntax_problems
from o11ygen.promql.tables import functions
from o11ygen.version import Version
from tests.programs import PROMETHEUS_VERSIONS, program

ARGUMENTS = {"vector": "x", "matrix": "x[5m]", "scalar": "1", "string": '"a"'}
FUNCTION_CALLS = [
    f"{function.name}({', '.join(ARGUMENTS[argument] for argument in function.arguments)})"
    for function in functions().values()
    if function.name != "info"
]
EXPRESSIONS = [
    *FUNCTION_CALLS,
    'info(x, {version="1"})',
    "info(x, target_info)",
    "x @ end() offset -5m",
    "x @ -100",
    "x[300]",
    "x offset 60",
    "x offset +5m",
    "x offset 0s @ 5",
    "x offset 0",
    "x offset 9.5e101",
    "rate(+x[5m])",
    'label_replace(x, +"a", "", "", "")',
    "+x > +5 - +1",
    "0e-6 + x",
    "0xFFFFFFFFFFFFFFFFFF",
    "1 / fill(0) 0",
    "time() - x > 1h",
    "x > 1_000",
    'x{"a"="b"}',
    '{"http.requests"}',
    'sum by ("job") (x)',
    'sum by ("a.b") (x)',
    'x * on ("a.b") group_left ("c.d") y',
    "limitk(5, x)",
    "limit_ratio(0.5, x)",
    "x + fill(0) y",
    "x atan2 y",
    "x </ 5",
    "rate(x[5m] smoothed)",
    "rate(x[5m * 2])",
    "x{a=~`\\d+`}",
    'x{a="1" or a="2"}',
    'x{a=~"b{1001}"}',
    'x{a=~"b++"}',
    'x{a=~"(?x)b"}',
    'x{a=~"[[:foo:]]"}',
    'x{a=~"[[:alpha:]]+|[^a-c]"}',
    'x{a=~"[[b]"}',
    "x{a=~`\\Qb.c\\E`}",
    "x{a=~`(?!b)`}",
    "x offset 300y",
    "x[300y]",
    "x[0s]",
    "x[0]",
    "x[5m:0]",
    "x > " + "9" * 400,
    "sum(sum) by (by)",
    "a and and",
    "SUM(x) BY (job) > BOOL 1",
    "topk by (job) (3, x)",
    'count_values("v", x)',
    "max_over_time(rate(x[5m])[1h:] offset 1m)",
    '"text"',
    "x[5m]",
    "1 > bool 2",
    "1 > 2",
    "x or 1",
    "sum(x) offset 1h",
    "a and on (b) group_left c",
    "a * on (job) group_left (job) b",
    "rate(x)",
    "sum(x[5m])",
    "rate(sum(x))",
    "sum by job (x)",
    "x = 1",
    "x => 1",
    "foo bar",
    '{a=""}',
    '{a=~".*"}',
    'x{__name__="y"}',
    'x{a="\\d"}',
    "x{a='b',}",
    "x{,}",
    "x{a=b}",
    "# only a comment",
    "x # a comment",
    "x.y",
    "-x[5m]",
    "x[1m5h]",
    "x[5 m]",
    "x @ start() [5m]",
    "sum by (smoothed) (x)",
    "Inf - NaN",
    "0x1F + 1e3 + .5",
]


def accepted(promtool: Path, folder: Path) -> set[str]:
    """The expressions with which promtool takes a rule; one file each, as it stops at the first fault of a file."""
    files = {folder / f"{number}.yml": text for number, text in enumerate(EXPRESSIONS)}
    for file, text in files.items():
        file.write_text(f"groups: [{{name: g, rules: [{{record: r, expr: {json.dumps(text)}}}]}}]")
    run = subprocess.run([promtool, "check", "rules", *files], capture_output=True, text=True, check=False)
    checked = re.findall(r"Checking (.+)\n(  SUCCESS)?", run.stdout)
    assert len(checked) == len(files), run.stderr[-2000:]
    return {files[Path(file)] for file, success in checked if success}


@pytest.mark.tools
@pytest.mark.parametrize("release", PROMETHEUS_VERSIONS)
def test_verdicts_are_those_of_the_real_promtool(release: str, tmp_path: Path) -> None:
    version = Version.parse(release)
    theirs = accepted(program("promtool", release), tmp_path)
    ours = {text for text in EXPRESSIONS if not syntax_problems(text, version=version)}
    assert ours - theirs == set()
    assert theirs - ours == set()
