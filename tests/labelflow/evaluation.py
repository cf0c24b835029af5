"""What expressions give on series, by the real promtool: a unit test that expects nothing shows what it got instead."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

NO_RECORDS: Mapping[str, str] = MappingProxyType({})
_RESULT = re.compile(r'^    expr: (?P<expr>"(?:[^"\\]|\\.)*"), time: (?P<time>\w+),(?P<error> err: .*)?')
_GOT = "        got: "
_LABEL = re.compile(r'("(?:[^"\\]|\\.)*"|[\w.:]+)="((?:[^"\\]|\\.)*)"')


class Series(NamedTuple):
    """A series of a result; `value` is None for a native histogram."""

    labels: Mapping[str, str]
    value: float | None


class Result(NamedTuple):
    """What an expression gives at a time; with an `error` nothing."""

    series: tuple[Series, ...]
    error: str = ""


def evaluated(
    promtool: Path,
    folder: Path,
    data: Mapping[str, Sequence[str]],
    texts: Iterable[str],
    *,
    minute: int,
    records: Mapping[str, str] = NO_RECORDS,
) -> dict[str, Result]:
    """What each of the expressions gives on series with a sample a minute, and on what is recorded of them."""
    asked = list(dict.fromkeys(texts))
    tests = [{"expr": text, "eval_time": f"{minute}m"} for text in asked]
    listed = [{"series": name, "values": " ".join(values)} for name, values in data.items()]
    file = folder / "test.yml"
    group = {"interval": "1m", "input_series": listed, "promql_expr_test": tests}
    rules = [{"record": name, "expr": expr} for name, expr in records.items()]
    (folder / "rules.yml").write_text(json.dumps({"groups": [{"name": "g", "rules": rules}]}), "utf-8")
    file.write_text(json.dumps({"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": [group]}), "utf-8")
    flags = ["--enable-feature=promql-experimental-functions"]
    run = subprocess.run([promtool, *flags, "test", "rules", file], capture_output=True, text=True, check=False)
    output = run.stdout + run.stderr
    assert "FAILED" in output or run.returncode == 0, output
    found = dict.fromkeys(asked, Result(()))
    assert "panic" not in output, output[-2000:]
    # Where a rule can't be evaluated, nothing is asked.
    assert "    rule: " not in output, output[:2000]
    lines = output.splitlines()
    for place, line in enumerate(lines):
        if (match := _RESULT.match(line)) is None:
            continue
        text = json.loads(match["expr"])
        assert text in found, text
        if match["error"] is not None:
            found[text] = Result((), match["error"])
        else:
            found[text] = Result(tuple(_series(lines[place + 2])))
    assert "parse error" not in output.replace("err:", "") or any(one.error for one in found.values()), output[:2000]
    return found


def _series(line: str) -> Iterable[Series]:
    assert line.startswith(_GOT), line
    rest = line.removeprefix(_GOT)
    if rest == "nil":
        return
    while rest:
        labels: dict[str, str] = {}
        at = rest.index("{") + 1
        while rest[at] != "}":
            match = _LABEL.match(rest, at)
            assert match is not None, rest
            labels[match[1].strip('"')] = json.loads(f'"{match[2]}"')
            at = match.end() + (2 if rest.startswith(", ", match.end()) else 0)
        rest = rest[at + 2 :]
        if rest.startswith("{{"):
            rest = rest[rest.index("}}") + 2 :]
            yield Series(labels, None)
        else:
            value, _, _ = rest.partition(", ")
            rest = rest[len(value) :]
            yield Series(labels, float(value))
        rest = rest.removeprefix(", ")
