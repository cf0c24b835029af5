"""Each golden folder: what is rendered is what is expected, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import golden

HERE = Path(__file__).parent
CASES = golden.cases(HERE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_rendered_tree_is_the_expected_one(case: Path, updating: bool) -> None:
    files = golden.rendered(case)
    if updating:
        golden.update(case, files)
    assert golden.difference(case, files) == ""


def test_a_missing_a_surplus_and_a_changed_file_are_told_apart(tmp_path: Path) -> None:
    golden.write(tmp_path / "expected", {"same": "1\n", "gone": "2\n", "changed": "3\n"})
    found = golden.difference(tmp_path, {"same": "1\n", "new": "4\n", "changed": "5\n"})
    assert found == (
        "--- expected/changed\n+++ rendered/changed\n@@ -1 +1 @@\n-3\n+5\n"
        "gone is expected, but not rendered\n"
        "new is rendered, but not expected:\n4\n"
    )


def test_updating_leaves_exactly_what_is_rendered(tmp_path: Path) -> None:
    golden.write(tmp_path / "expected", {"old/file": "1\n"})
    golden.update(tmp_path, {"new/file": "2\r\n"})
    assert golden.difference(tmp_path, {"new/file": "2\r\n"}) == ""
