"""Mistakes that published projects really made, written anew: each is found once, and what was meant is quiet.

`tests/lint/seeded/<mistake>/bad.yml` has the mistake in several forms, `good.yml` the same alerts as they were meant, and
`expected.txt` the exact text of what is found in the bad ones. `make golden` writes what is said anew; review it as a diff.
The mistake that takes specs, as it is about routes, is in `a_routing_label_dropped.yaml`, a case as in `tests/checks`.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from o11ygen.cli import main
from tests.checks import cases
from tests.checks.cases import Case

SEEDED = Path(__file__).parent / "seeded"
MISTAKES = sorted(path for path in SEEDED.iterdir() if path.is_dir())
DROPPED_FILE = SEEDED / "a_routing_label_dropped.yaml"
DROPPED = cases.read("route/lost-label", DROPPED_FILE)
UPDATING = bool(os.environ.get("O11YGEN_UPDATE_GOLDEN"))


def lint(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["lint", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_each_is_found_in_these_words(mistake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mistake)
    code, said = lint("bad.yml")
    expected = mistake / "expected.txt"
    if UPDATING:
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    assert code == 1


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_each_is_found_once(mistake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mistake)
    rules = yaml.safe_load(Path("bad.yml").read_text("utf-8"))["groups"][0]["rules"]
    places = {f"groups[0].rules[{number}]": rule["alert"] for number, rule in enumerate(rules) if "alert" in rule}
    _, said = lint("bad.yml", "--format", "json")
    found = Counter(".".join(one["location"]["path"].split(".")[:2]) for one in json.loads(said)["findings"])
    assert {places[place]: times for place, times in found.items()} == dict.fromkeys(places.values(), 1)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_what_was_meant_is_quiet(mistake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mistake)
    assert lint("good.yml", "--fail-on", "info") == (0, "no findings\n")
    bad, good = (
        {
            rule["alert"]
            for rule in yaml.safe_load(Path(name).read_text("utf-8"))["groups"][0]["rules"]
            if "alert" in rule
        }
        for name in ("bad.yml", "good.yml")
    )
    assert bad <= good


@pytest.mark.parametrize("case", DROPPED, ids=lambda case: case.name)
def test_a_routing_label_dropped(case: Case, tmp_path: Path) -> None:
    found = cases.text(tuple(one for one in cases.judge(case, tmp_path).findings if not cases.is_unused_given(one)))
    if UPDATING:
        known = {one.name: one.findings for one in cases.read(case.check, DROPPED_FILE)}
        cases.update(DROPPED_FILE, {**known, case.name: found})
    else:
        assert found == case.findings
