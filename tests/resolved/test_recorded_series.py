"""What is said of expressions that read recording rules, beside what the real promtool makes of them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from o11ygen.labelflow import flow_of
from o11ygen.promql.parse import tree
from o11ygen.resolved import RecordingRule, SeriesIndex, Source
from o11ygen.resolved.knowledge import knowledge_of
from o11ygen.resolved.source import UNKNOWN
from tests.labelflow.evaluation import evaluated
from tests.labelflow.expressions import Words, series
from tests.labelflow.refuting import refuted
from tests.programs import program

MINUTES = 21


def records(random: Random) -> dict[str, str]:
    """Recording rules of which the later ones may read the earlier ones."""
    found: dict[str, str] = {}
    for name in ("r:one", "r:two", "r:three"):
        words = Words(random, names=tuple(found))
        text = ""
        while tree(text) is None or "@" in text:
            text = words.vector(2)
        found[name] = text
    return found


@pytest.mark.tools
@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_through_recording_rules_is_so(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    promtool, data, recorded = program("promtool", "3.5"), series(random, minutes=MINUTES), records(random)
    rules = [
        RecordingRule(name, name, "s", expr, {}, "", "", Source(name, name, UNKNOWN.origin))
        for name, expr in recorded.items()
    ]
    knowledge = knowledge_of(SeriesIndex.build((), rules, (), ()))
    words = Words(random, names=tuple(recorded))
    texts = [words.vector(random.choice((0, 0, 1, 2))) for _ in range(120)]
    asked = {text: whole for text in texts if "r:" in text and (whole := tree(text)) is not None}
    assert len(asked) > 20
    found = evaluated(promtool, tmp_path, data, asked, minute=MINUTES - 1, records=recorded)
    for text, whole in asked.items():
        assert refuted(flow_of(whole, knowledge), found[text]) == "", (text, recorded)
