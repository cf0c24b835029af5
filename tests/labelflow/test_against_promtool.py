"""What is said of expressions beside what the real promtool makes of them, on series by chance.

A series must fit a branch: have its sure labels, none that are impossible, and a value within its limits. What never returns
gives nothing, what always returns something. Without a part that makes no difference the result is the same, and so it is
without samples that are older than what is looked back at.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from o11ygen.labelflow import IGNORANCE, Knowledge, flow_of
from o11ygen.promql.language.nodes import Node
from o11ygen.promql.parse import tree
from tests.labelflow.evaluation import Result, evaluated
from tests.labelflow.expressions import TrueKnowledge, Words, series
from tests.labelflow.refuting import refuted
from tests.labelflow.rewriting import without
from tests.programs import program

MINUTES = 21
LOOKBACK = 5
# Which of several equal series these choose hangs on an order that nothing fixes; `absent` goes by the text it is given.
_CHOOSING = re.compile("topk|bottomk|limitk|limit_ratio|absent")


def expressions(random: Random, *, number: int) -> dict[str, Node]:
    words = Words(random)
    texts = [
        words.vector(random.choice((1, 2, 2, 3))) if random.random() < 0.95 else words.scalar(3) for _ in range(number)
    ]
    return {text: whole for text in texts if (whole := tree(text)) is not None}


def shown(result: Result) -> list[tuple[tuple[tuple[str, str], ...], str]]:
    """A result without what is not reckoned with: names, and the last digits of values."""
    return sorted(
        (
            tuple(sorted((name, value) for name, value in one.labels.items() if name != "__name__")),
            "histogram" if one.value is None else f"{one.value:.5g}",
        )
        for one in result.series
    )


@pytest.mark.tools
@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_is_so(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    promtool, data = program("promtool", "3.5"), series(random, minutes=MINUTES)
    asked = expressions(random, number=150)
    found = evaluated(promtool, tmp_path, data, asked, minute=MINUTES - 1)
    assert sum(bool(one.series) for one in found.values()) > len(asked) / 8
    knowledge: tuple[Knowledge, ...] = (IGNORANCE, TrueKnowledge())
    for text, whole in asked.items():
        for known in knowledge:
            assert refuted(flow_of(whole, known), found[text]) == "", text


@pytest.mark.tools
@pytest.mark.parametrize("seed", range(100, 104))
def test_what_makes_no_difference_can_go(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    promtool, data = program("promtool", "3.5"), series(random, minutes=MINUTES)
    asked = {text: whole for text, whole in expressions(random, number=150).items() if not _CHOOSING.search(text)}
    found = evaluated(promtool, tmp_path, data, asked, minute=MINUTES - 1)
    changed = {
        (text, remark.kind, remark.label): other
        for text, whole in asked.items()
        if not found[text].error
        for remark in flow_of(whole, TrueKnowledge()).remarks
        if (other := without(whole, remark))
    }
    assert len(changed) > 20
    again = evaluated(promtool, tmp_path, data, changed.values(), minute=MINUTES - 1)
    for key, other in changed.items():
        if not again[other].error:
            assert shown(again[other]) == shown(found[key[0]]), (key, other)


@pytest.mark.tools
@pytest.mark.parametrize("seed", range(200, 202))
def test_older_samples_are_not_needed(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    promtool, data = program("promtool", "3.5"), series(random, minutes=MINUTES)
    asked = {text: whole for text, whole in expressions(random, number=150).items() if not _CHOOSING.search(text)}
    found = evaluated(promtool, tmp_path, data, asked, minute=MINUTES - 1)
    reaches: dict[int, list[str]] = {}
    for text, whole in asked.items():
        flow = flow_of(whole, TrueKnowledge())
        if not found[text].error and not any(one.fixed for one in flow.result):
            reaches.setdefault(max(0, MINUTES - 1 - flow.reach_ms // 60_000 - LOOKBACK), []).append(text)
    assert len(reaches) > 3
    for cut, texts in reaches.items():
        newer = {name: ["_"] * cut + values[cut:] for name, values in data.items()}
        again = evaluated(promtool, tmp_path, newer, texts, minute=MINUTES - 1)
        for text in texts:
            assert shown(again[text]) == shown(found[text]), text
