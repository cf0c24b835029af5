"""Runs the tables of `cases/`: what a document may hold, what it may not, and from which release.

A file names the kind of document; `around` is the document that each text is put into, at `place`. A case has a `good`
text, a `bad` one with its exact faults, or both; an entry of `releases` is refused in one release and accepted in another.
`schema: stricter` marks a good text that the JSON Schema does not accept: enumerations in other cases, null for text.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.targets.judging import faults

_FILES = sorted(Path(__file__).parent.glob("cases/*.yaml"))
CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in _FILES}


def _all(section: str) -> list[Any]:
    return [
        pytest.param(table, case, id=f"{name}-{case.get('bad') or case.get('good') or case.get('text')}")
        for name, table in CASES.items()
        for case in table.get(section, ())
    ]


def _judged(table: dict[str, Any], text: str, version: str = "") -> list[str]:
    return faults(table["kind"], document_text(table, text), version)


def document_text(table: dict[str, Any], text: str) -> str:
    """The whole document that a text of the table stands for."""
    around: str = table.get("around", "")
    return str(around % text) if around else text


def _placed(table: dict[str, Any], fault: str) -> str:
    place = str(table.get("place", ""))
    return place + ("" if not place or fault.startswith((":", "[")) else ".") + fault


@pytest.mark.parametrize(("table", "case"), _all("cases"))
def test_case(table: dict[str, Any], case: dict[str, Any]) -> None:
    if "good" in case:
        assert _judged(table, case["good"]) == []
    if "bad" in case:
        assert _judged(table, case["bad"]) == [_placed(table, fault) for fault in case["faults"]]
    assert "good" in case or "bad" in case


@pytest.mark.parametrize(("table", "case"), _all("releases"))
def test_release(table: dict[str, Any], case: dict[str, str]) -> None:
    assert _judged(table, case["text"], case["refused"]) == [_placed(table, case["fault"])]
    assert _judged(table, case["text"], case["accepted"]) == []
