"""Whatever the bytes: findings come out of `lint`, never a traceback, and no more work than the file is worth."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from o11ygen.foreign import Facts, Linted, lint
from o11ygen.report import render_findings
from tests.lint import made_rules
from tests.mutated import mutated
from tests.validate import made_prometheus
from tests.validate.made import Maker, document

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "cases"
SEEDS = sorted(
    path
    for folder in (CASES, ROOT / "output" / "production")
    for path in folder.rglob("*")
    if path.suffix in (".yml", ".json") and path.stat().st_size < 20_000
)
FACTS = Facts(30_000, 86_400_000, features=("promql-experimental-functions",), external_labels={"cluster": ""})
SPEND = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
RULE = 'groups: [{{name: a, rules: [{{alert: A, expr: "{}", annotations: {{summary: "{}"}}}}]}}]'


def linted(folder: Path, data: bytes) -> Linted:
    """What is found in a file of these bytes, which every format can show."""
    file = folder / "file.yml"
    file.write_bytes(data)
    result = lint([str(file)], facts=FACTS, today=datetime.date(2026, 1, 1))
    for format_ in ("text", "json", "sarif", "github", "junit"):
        assert isinstance(render_findings(result.findings, format=format_), str)
    lines = data.count(b"\n") + data.count(b"\r") + data.count("\u2028".encode()) + data.count("\x85".encode()) + 2
    for finding in result.findings:
        assert finding.id
        assert finding.message
        if finding.excerpt is not None:
            assert 0 <= finding.excerpt.start <= finding.excerpt.end <= len(finding.excerpt.text)
        assert finding.location.file == str(file)
        assert 0 <= finding.location.line <= lines
        assert not finding.environments
    return result


@SPEND
@given(data=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(data=b"\xff\xfeg\x00:\x00")
@example(data=b"groups: [{name: a, rules: [{alert: a, expr: b, labels: [c], annotations: d}]}]")
@example(data=b"groups: [{name: [a], interval: -1, limit: x, rules: {a: b}}, 1, null, {rules: [1, {alert: [b]}]}]")
@example(data=b"groups: [{name: a, labels: {a: 1}, rules: [{record: a, expr: a, labels: {b: {c: d}}}]}]")
@example(
    data=b"{kind: List, apiVersion: v1, items: [{kind: PrometheusRule, spec: {groups: 1}}, 2, {kind: PrometheusRule}]}"
)
@example(data=b'{"panels": [{"targets": [1, {"expr": 2}, {"expr": ""}]}, 3], "title": [], "uid": {}, "templating": 5}')
@example(data=b'{"dashboard": {"panels": [], "title": "a"}, "panels": []}')
@example(data=b"# o11ygen: allow\n# o11ygen:\n#o11ygen:allow a/b:\ngroups: []")
def test_any_bytes(data: bytes, tmp_path: Path) -> None:
    linted(tmp_path, data)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: str(path.relative_to(ROOT)))
@settings(SPEND, max_examples=12)
@given(seed=st.integers(0, 2**64 - 1))
def test_real_files_cut_and_mutated(path: Path, seed: int, tmp_path: Path) -> None:
    linted(tmp_path, mutated(random.Random(seed), path.read_bytes()))


@SPEND
@given(seed=st.integers(0, 2**64 - 1))
def test_made_rules_whole_and_mutated(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    data = document(Maker(chance, rarity=5), made_prometheus.rules(Maker(chance, rarity=5))).encode()
    linted(tmp_path, data)
    linted(tmp_path, mutated(chance, data))


@SPEND
@given(seed=st.integers(0, 2**64 - 1))
def test_rules_of_all_pieces_of_the_language(seed: int, tmp_path: Path) -> None:
    linted(tmp_path, made_rules.rule_file(random.Random(seed)))


@pytest.mark.parametrize(
    "expr",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "-" * 20_000 + "1",
        "a+" * 5000 + "a",
        "sum(" * 300 + "x" + ")" * 300,
        " or ".join(f"x{number}" for number in range(1500)),
        "rate(a[5m])" + " unless on(b) c" * 350,
        "a{" + ",".join(f"l{number}!='b'" for number in range(3000)) + "}",
        "a=~" + "(x+)+" * 300,
    ],
    ids=lambda expr: expr[:12],
)
def test_deep_and_long_expressions(expr: str, tmp_path: Path) -> None:
    linted(tmp_path, RULE.format(expr, "a").encode())


def test_deep_templates(tmp_path: Path) -> None:
    for text in (
        "{{(" * 2000,
        "{{ if true }}" * 3000 + "{{ end }}" * 3000,
        "{{" + "(" * 3000 + "1" + ")" * 3000 + "}}",
    ):
        linted(tmp_path, RULE.format("up", text).encode())


@pytest.mark.parametrize("depth", [90, 300, 1500])
def test_deep_nesting(depth: int, tmp_path: Path) -> None:
    linted(tmp_path, b"groups: " + b"[" * depth + b"]" * depth)
    linted(tmp_path, b'{"panels": ' + b'[{"panels": ' * depth + b"1" + b"}]" * depth + b', "title": "a"}')


def test_aliases_that_multiply_are_not_followed(tmp_path: Path) -> None:
    lines = ["a0: &a0 {alert: A, expr: up}"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    assert len(linted(tmp_path, "\n".join([*lines, "groups: [{name: a, rules: *a11}]"]).encode()).findings) < 50
