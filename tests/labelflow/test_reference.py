"""The reference of label flow names every function and aggregation, in the class that the code has it in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from o11ygen.labelflow import flow_of
from o11ygen.promql.lexer import AGGREGATORS
from o11ygen.promql.parse import tree
from o11ygen.promql.tables import functions

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "label-flow.md").read_text("utf-8")
GIVEN = {"vector": "x", "matrix": "x[5m]", "scalar": "1", "string": '"a"'}
_ONE = dict.fromkeys(("topk", "bottomk", "limitk", "limit_ratio"), "1, ")
PARAMETERS = {"quantile": "0.5, ", "count_values": '"v", ', **_ONE}
# What each class makes of something unknown.
MAKES = {
    "kept": "unknown",
    "averaged": "unknown",
    "added": "unknown",
    "foretold": "unknown",
    "rate": "rate",
    "increase": "increase",
    "count": "count",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "duration": "duration",
    "quantile": "gauge",
    "part of a histogram": "counter",
    "share of a histogram": "ratio",
    "number": "number",
}


def classes() -> dict[str, str]:
    """The class of each function and aggregation."""
    rows = re.findall(r"^\| ([\w ]+) \| ((?:`\w+` ?)+)\|", PAGE.partition("## Values")[2], re.MULTILINE)
    return {name: title for title, names in rows for name in re.findall(r"`(\w+)`", names)}


def test_the_table_of_values_is_whole() -> None:
    assert set(classes()) == set(functions()) | AGGREGATORS


def test_no_name_is_in_two_classes() -> None:
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| [\w ]+ \| ((?:`\w+` ?)+)\|", PAGE, re.MULTILINE)))
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", sorted((set(functions()) | AGGREGATORS) - {"info"}))
def test_each_is_of_the_kind_of_its_class(name: str) -> None:
    if name in AGGREGATORS:
        text = f"{name}({PARAMETERS.get(name, '')}x)"
    else:
        text = f"{name}({', '.join(GIVEN[argument] for argument in functions()[name].arguments)})"
    whole = tree(text)
    assert whole is not None
    (outcome,) = flow_of(whole).result
    title = classes()[name]
    if title != "difference" and name not in ("vector", "max_of", "min_of"):
        assert outcome.value == MAKES[title]


@pytest.mark.parametrize(
    "word",
    [
        *("absent", "absent_over_time", "label_replace", "label_join", "histogram_quantile", "histogram_quantiles"),
        *("histogram_fraction", "info", "vector", "scalar", "time"),
    ],
)
def test_the_table_of_labels_has_what_changes_them(word: str) -> None:
    assert f"`{word}`" in PAGE.partition("## Labels")[2].partition("## Values")[0]


@pytest.mark.parametrize("name", sorted(set(functions()) - {"info"}))
def test_what_the_table_of_labels_leaves_out_changes_none(name: str) -> None:
    arguments = functions()[name].arguments
    if "vector" not in arguments and "matrix" not in arguments:
        return
    given = {**GIVEN, "vector": 'x{a="1", le="2"}', "matrix": 'x{a="1", le="2"}[5m]'}
    whole = tree(f"{name}({', '.join(given[argument] for argument in arguments)})")
    assert whole is not None
    (outcome,) = flow_of(whole).result
    if f"`{name}`" not in PAGE.partition("## Labels")[2].partition("## Values")[0]:
        assert outcome.sure == {"a", "le"}
        assert outcome.open
