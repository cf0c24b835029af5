"""The page of each check: its shape, and its examples, which are run: the bad ones fire the check, the good ones don't."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from o11ygen.check import Check, checks
from o11ygen.spec import vocabulary
from o11ygen.spec.model import Spec
from tests.checks import cases, pages
from tests.checks.pages import Example

EXAMPLES = [example for check in checks() for example in pages.examples(check)]
EACH_CHECK = pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
EACH_EXAMPLE = pytest.mark.parametrize("example", EXAMPLES, ids=str)


@EACH_CHECK
def test_a_page_says_what_and_why_and_shows_both(check: Check) -> None:
    """A summary line, what it means in production, then bad and good examples and nothing that was left blank."""
    blocks = check.page.split("\n\n")
    assert "\n" not in blocks[0]
    assert blocks[0].endswith(".")
    assert not blocks[1].endswith("::"), "between the summary and the examples stands why it matters"
    titles = re.findall(r"^\S.*::$", check.page, re.MULTILINE)
    assert set(titles) == {"Bad::", "Good::"}
    assert titles[0] == "Bad::"
    shown = pages.examples(check)
    assert len(shown) == len(titles)
    assert all(example.text for example in shown)


@EACH_EXAMPLE
def test_an_example_is_written_in_the_vocabulary(example: Example) -> None:
    """Every name is one that authors have, and every field exists."""
    for call in (node for node in ast.walk(pages.parse(example.text)) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Name):
            continue
        assert call.func.id in vocabulary.__all__
        made = getattr(vocabulary, call.func.id)
        if isinstance(made, type) and issubclass(made, Spec):
            assert {keyword.arg for keyword in call.keywords} - {None} <= made.model_fields.keys()


@EACH_EXAMPLE
def test_a_bad_example_fires_its_check_and_a_good_one_does_not(example: Example, tmp_path: Path) -> None:
    run = pages.judge(example, tmp_path)
    told = cases.text(run.findings)
    assert run.usable, told
    assert not [one.id for one in run.findings if one.id.startswith("spec/") and one.id != "spec/unused"], told
    assert (example.check in {finding.id for finding in run.findings}) == example.bad, told
