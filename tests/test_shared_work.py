"""What environments and services have in common is worked out once: calls are counted, no clock is read."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peer import evaluate
from benchmarks.synthetic import write_project
from o11ygen import yamltext
from o11ygen.gotemplate import judge_rule_template
from o11ygen.resolved import Stack
from tests import author

PARSE = importlib.import_module("o11ygen.promql.parse")
# Of the 27 rules of a synthetic service two levels and four queues differ by environment.
RULES, DIFFERENT = 27, 6


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """No test finds what another has worked out."""
    PARSE.parse.cache_clear()
    PARSE.read_alike.cache_clear()


def counted(monkeypatch: pytest.MonkeyPatch, holder: Any, name: str) -> list[Any]:
    """The first arguments of the calls to come."""
    calls: list[Any] = []
    called: Callable[..., Any] = getattr(holder, name)

    def count(first: Any, *rest: Any, **named: Any) -> Any:
        calls.append(first)
        return called(first, *rest, **named)

    monkeypatch.setattr(holder, name, count)
    return calls


def test_parses_do_not_grow_with_services_or_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = write_project(tmp_path / "few", services=2), write_project(tmp_path / "many", services=6)
    parses = counted(monkeypatch, PARSE, "_read")
    author.judged(few, render=True, names=("production",))
    first = len(parses)
    assert 0 < first < RULES
    author.judged(many, render=True, names=("production",))
    assert len(parses) == first
    # The number that a queue is compared with stands in the middle of the expression, so its other values are new.
    author.judged(many, render=True)
    assert len(parses) == first + 2


def test_rules_are_written_once_for_all_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_project(tmp_path, services=3)
    written = counted(monkeypatch, yamltext, "dump")
    author.judged(folder, render=True)
    rules = [value for value in written if isinstance(value, dict) and "expr" in value]
    assert len(rules) == 3 * (RULES + 2 * DIFFERENT)


def test_rules_are_read_back_once_for_all_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_project(tmp_path, services=3)
    read = counted(monkeypatch, yamltext, "parse")
    author.judged(folder, render=True)
    assert sum(text.count("expr:") for text in read) == 3 * (RULES + 2 * DIFFERENT)


def test_a_rule_that_is_the_same_everywhere_is_one_object(tmp_path: Path) -> None:
    stacks = author.judged(write_project(tmp_path, services=1)).stacks
    production, staging = (rules(stacks[name]) for name in ("production", "staging"))
    same = [left.name for left, right in zip(production, staging, strict=True) if left is right]
    differ = [left.name for left, right in zip(production, staging, strict=True) if left is not right]
    assert len(same) == RULES - DIFFERENT
    assert set(differ) == {
        "HighErrorRate",
        "EmailsQueueBackup",
        "InvoicesQueueBackup",
        "ExportsQueueBackup",
        "WebhooksQueueBackup",
    }
    assert stacks["production"].series is stacks["staging"].series
    for field in ("metrics", "jobs"):
        ours, theirs = (getattr(stacks[name], field) for name in ("production", "staging"))
        assert ours
        assert all(left is right for left, right in zip(ours, theirs, strict=True))


def rules(stack: Stack) -> list[Any]:
    return [rule for group in stack.groups for rule in group.rules]


def test_an_environment_that_knows_other_series_is_judged_by_itself(tmp_path: Path) -> None:
    folder = write_project(tmp_path, services=1)
    specs = folder / "specs" / "__init__.py"
    # In staging alone the job is gone, so there nobody exposes the metrics.
    changed = specs.read_text("utf-8").replace(
        'tier="staging", inherit=', 'tier="staging", overrides=(disable("app-0.app-0", why="a test"),), inherit='
    )
    specs.write_text(changed.replace("per_env, slack", "disable, per_env, slack"), "utf-8")
    run = author.judged(folder)
    unexposed = [finding for finding in run.findings if finding.id == "promql/metric"]
    assert unexposed
    assert {finding.environments for finding in unexposed} == {("staging",)}


MISTAKES = (
    ('status=~"5.."', 'code=~"5.."'),
    ("[10m])) > 0", "[10s])) > 0"),
    ("[15m] offset 1d", "[15m] offset 10d"),
    ("{{ $labels.job }}", "{{ $labels.nope }} {{ $externalLabels.zone }} {{ $for }}"),
    ("up{$selector} == 0", "up{$selector} == 0 or holt_winters(upp[5m], 0.5, 0.5)"),
    ('"HighLatency",', '"HighLatency", extra={"keep_firing": "5m"},'),
    ('tiers={"production": slack(', 'tiers={"staging": slack("#wakes", pages=True), "production": slack('),
)


@pytest.mark.parametrize("mistakes", [(), MISTAKES])
def test_what_is_found_and_rendered_is_what_the_long_way_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistakes: tuple[tuple[str, str], ...]
) -> None:
    folder = write_project(tmp_path, services=2)
    specs = folder / "specs" / "__init__.py"
    text = specs.read_text("utf-8")
    for right, wrong in mistakes:
        assert right in text
        text = text.replace(right, wrong)
    specs.write_text(text, "utf-8")
    shared = author.judged(folder, render=True)
    _take_the_long_way(monkeypatch)
    alone = author.judged(folder, render=True)
    assert bool(shared.findings) == bool(mistakes)
    assert shared.findings == alone.findings
    assert shared.artifacts == alone.artifacts


def _take_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every expression and template is parsed, every rule resolved, judged and proved, in its own environment."""
    monkeypatch.setattr(PARSE, "likeness", lambda text: None)
    monkeypatch.setattr("o11ygen.gotemplate.rule.template_actions", lambda text: "")
    monkeypatch.setattr(Stack, "in_expressions", lambda self, _, find, **__: _each(self.expressions, find))
    monkeypatch.setattr("o11ygen.resolve.at.At.once", lambda self, key, having, make, *args: make(*args))
    monkeypatch.setattr("o11ygen.artifact._proved_in_parts", lambda artifact: False)
    monkeypatch.setattr("o11ygen.prove._accepted_in_parts", lambda artifact, declared: False)
    PARSE.parse.cache_clear()
    judge_rule_template.cache_clear()


def _each(things: Iterable[Any], find: Callable[[Any], Iterable[Any]]) -> Iterator[Any]:
    for thing in things:
        yield from find(thing)


def test_a_second_generate_writes_nothing(tmp_path: Path) -> None:
    folder = write_project(tmp_path, services=2)
    assert author.o11ygen(folder, "generate").code == 0
    before = {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in (folder / "output").rglob("*")}
    again = author.o11ygen(folder, "generate")
    assert (again.code, again.out) == (0, "")
    assert again.err.endswith("24 files are current: production, staging, development\n")
    assert {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in (folder / "output").rglob("*")} == before


def test_the_peer_of_the_benchmark_emits_the_same_alerts(tmp_path: Path) -> None:
    run = author.judged(write_project(tmp_path, services=2), render=True)
    assert run.findings == ()
    emitted = json.loads(evaluate(services=2))
    assert set(emitted) == set(run.artifacts)
    for environment, document in emitted.items():
        (ours,) = (one for one in run.artifacts[environment] if one.path == "prometheus/alert-rules.yml")
        for group in document["groups"]:
            for rule in group["rules"]:
                rule["expr"] = rule["expr"].removesuffix("\n")
        assert yamltext.parse(ours.text) == document
