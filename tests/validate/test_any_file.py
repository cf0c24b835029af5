"""Whatever the bytes: findings come out, never a traceback, and no more work than the file is worth."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from o11ygen.validate import Report, render, validate
from o11ygen.validate.kinds import KINDS
from tests.mutated import mutated
from tests.validate import made_alertmanager, made_prometheus
from tests.validate.made import Maker, document

ROOT = Path(__file__).resolve().parents[2]
MAKES = (made_prometheus.prometheus, made_prometheus.rules, made_alertmanager.alertmanager)
# What is rendered for one environment: real files of nearly every kind.
SEEDS = sorted(
    path
    for path in (ROOT / "output" / "production").rglob("*")
    if path.suffix in (".yml", ".yaml", ".json", ".tmpl") and path.stat().st_size < 20_000
)
SPEND = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def judged(folder: Path, data: bytes, kind: str) -> Report:
    """The report on a file of these bytes, which every format can show."""
    file = folder / "file.yml"
    file.write_bytes(data)
    answer = validate([str(file)], kind=kind, syntax_only=True)
    for format_ in ("text", "json", "sarif", "github", "junit"):
        assert isinstance(render(answer, format=format_), str)
    (report,) = answer.files
    for finding in report.findings:
        assert finding.message
        assert 0 <= finding.location.line <= data.count(b"\n") + data.count(b"\r") + data.count("\u2028".encode()) + 2
    assert len(report.findings) <= 4 * len(data) + 4
    return report


@pytest.mark.parametrize("kind", ["", *KINDS])
@SPEND
@given(data=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(data=b"\xef\xbb\xbfgroups: []")
@example(data=b"\xff\xfeg\x00:\x00")
@example(data=b"\x00")
@example(data=b"? [a]\n: b")
@example(data=b"&a [*a]")
@example(data=b"<<: [1]")
@example(data=b"!!binary x: y")
def test_any_bytes(kind: str, data: bytes, tmp_path: Path) -> None:
    judged(tmp_path, data, kind)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: str(path.relative_to(ROOT)))
@settings(SPEND, max_examples=12)
@given(seed=st.integers(0, 2**64 - 1))
def test_real_files_cut_and_mutated(path: Path, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    data = mutated(chance, path.read_bytes())
    judged(tmp_path, data, "")
    judged(tmp_path, data, chance.choice(tuple(KINDS)))


@SPEND
@given(seed=st.integers(0, 2**64 - 1))
def test_made_files_cut_and_mutated(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    maker = Maker(chance, rarity=5)
    data = mutated(chance, document(maker, chance.choice(MAKES)(maker)).encode())
    judged(tmp_path, data, chance.choice(("", "prometheus", "prometheus-agent", "rules", "alertmanager", "file-sd")))


@pytest.mark.parametrize("depth", [90, 300, 1500, 20_000])
@pytest.mark.parametrize(
    "kind", ["", "prometheus", "rules", "alertmanager", "file-sd", "dashboard", "jaeger", "compose"]
)
def test_deep_nesting(kind: str, depth: int, tmp_path: Path) -> None:
    judged(tmp_path, b"[" * depth, kind)
    judged(tmp_path, b"[" * depth + b"]" * depth, kind)
    judged(tmp_path, b'{"a":' * depth + b"1" + b"}" * depth, kind)
    judged(tmp_path, b"".join(b" " * level + b"a:\n" for level in range(min(depth, 1500))), kind)


@pytest.mark.parametrize("depth", [20, 60, 400])
def test_deep_trees_of_routes(depth: int, tmp_path: Path) -> None:
    routes = '{"receiver": "a"}'
    for _ in range(depth):
        routes = f'{{"receiver": "a", "routes": [{routes}]}}'
    report = judged(tmp_path, f'{{"route": {routes}, "receivers": [{{"name": "a"}}]}}'.encode(), "alertmanager")
    assert report.valid is (depth == 20)


def test_deep_expressions_and_templates(tmp_path: Path) -> None:
    for expr in (
        "(" * 5000 + "1" + ")" * 5000,
        "-" * 20_000 + "1",
        "a+" * 20_000 + "a",
        "sum(" * 3000 + "x" + ")" * 3000,
    ):
        judged(tmp_path, f'groups: [{{name: a, rules: [{{record: a, expr: "{expr}"}}]}}]'.encode(), "rules")
    for text in (
        "{{(" * 2000,
        "{{ if true }}" * 3000 + "{{ end }}" * 3000,
        "{{" + "(" * 3000 + "1" + ")" * 3000 + "}}",
    ):
        alert = f'groups: [{{name: a, rules: [{{alert: a, expr: b, annotations: {{c: "{text}"}}}}]}}]'
        judged(tmp_path, alert.encode(), "rules")
        judged(tmp_path, text.encode(), "templates")


def test_regular_expressions_that_explode_elsewhere(tmp_path: Path) -> None:
    patterns = (
        "(a+)+" * 50,
        "(" * 900 + ")" * 900,
        "a{1000}" * 5,
        "((a{100}){100}){100}",
        "[a-z]" * 5000,
        "\\Q" * 2000,
    )
    for pattern in patterns:
        step = f"{{source_labels: [__address__], regex: '{pattern}', target_label: b}}"
        text = f"scrape_configs: [{{job_name: a, static_configs: [{{targets: ['{'a' * 60}!']}}], relabel_configs: [{step}]}}]"
        judged(tmp_path, text.encode(), "prometheus")


@pytest.mark.parametrize("kind", ["prometheus", "alertmanager", "rules", "jaeger"])
def test_aliases_that_multiply_are_not_followed(kind: str, tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    report = judged(tmp_path, "\n".join(lines).encode(), kind)
    # A hundred thousand million items would stand for findings; a few lines say it.
    assert not report.valid
    assert len(report.findings) < 50


def test_long_lines_and_large_numbers(tmp_path: Path) -> None:
    number = b"9" * 5000
    judged(tmp_path, b"global: {sample_limit: " + number + b", scrape_interval: " + number + b"s}", "prometheus")
    judged(tmp_path, b"route: {receiver: a, group_wait: " + number + b"h}\nreceivers: [{name: a}]", "alertmanager")
    judged(
        tmp_path, b"groups: [{name: a, limit: 0x" + number + b", rules: [{record: a, expr: " + number + b"}]}]", "rules"
    )
    judged(tmp_path, b"groups: [{name: " + b"a" * 1_000_000 + b"}]", "rules")
    judged(tmp_path, b"groups: [{name: a, limit: 1e" + number + b"}]", "rules")
    judged(tmp_path, b"[" + b"1," * 50_000 + b"1]", "dashboard")


def test_no_more_recursion_than_python_allows(tmp_path: Path) -> None:
    """The same files with half the stack: nothing leans on how much of it is left."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(500, limit // 2))
    try:
        test_deep_expressions_and_templates(tmp_path)
    finally:
        sys.setrecursionlimit(limit)
