"""`o11ygen explain CHECK`: every id that a finding may have has a page, and pages are laid out to be read."""

from __future__ import annotations

import json
import re
from email.message import Message
from pathlib import Path

import pytest

import o11ygen
from o11ygen.check import checks
from o11ygen.checkpage import WIDTH, markdown, parts, text
from o11ygen.cli import pages
from o11ygen.resolve.accepted import ACCEPTABLE, IMPOSSIBLE
from o11ygen.specpages import PAGES
from o11ygen.validate.meanings import meaning
from tests import author, lint_project
from tests.author import Outcome

PACKAGE = Path(o11ygen.__file__).parent
AREAS = "alert|dashboard|environment|metric|promql|route|rule|scrape|secret|spec|template"
PAGE = """\
A summary line.

Why it matters, which takes a longer sentence that has to be wrapped somewhere before the hundredth column of the terminal.

- one
- two

Bad::

    Alert("A")

    Alert("B")

Good::

    Alert("C")"""


def explain(*arguments: str) -> Outcome:
    return author.o11ygen(PACKAGE, "explain", *arguments)


def test_the_parts_of_a_page() -> None:
    assert [(part.title, part.text.partition("\n")[0]) for part in parts(PAGE)] == [
        ("", "A summary line."),
        ("", PAGE.splitlines()[2]),
        ("", "- one"),
        ("Bad", 'Alert("A")'),
        ("Good", 'Alert("C")'),
    ]


def test_in_a_terminal() -> None:
    assert (
        text(PAGE)
        == """\
A summary line.

Why it matters, which takes a longer sentence that has to be wrapped somewhere before the hundredth
column of the terminal.

- one
- two

Bad:

    Alert("A")

    Alert("B")

Good:

    Alert("C")"""
    )


def test_in_markdown() -> None:
    assert markdown(PAGE).endswith("""\
- one
- two

**Bad:**

```python
Alert("A")

Alert("B")
```

**Good:**

```python
Alert("C")
```""")


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_a_check_has_all_of_its_page(check: object) -> None:
    page = check.page  # type: ignore[attr-defined]  # a Check
    words = re.sub(r"::$", ":", page, flags=re.MULTILINE).split()
    assert text(page).split() == words
    prose = "\n\n".join(part.text for part in parts(text(page)) if not part.text.startswith(("    ", "- ", "|")))
    assert all(
        len(line) <= WIDTH or " " not in line.strip() for line in prose.split("\n") if not line.startswith("    ")
    )


def test_every_id_that_stands_in_the_program_has_a_page() -> None:
    """Those of checks, of specs, of secrets; those of files are told by `validate`."""
    named = {
        found
        for file in PACKAGE.rglob("*.py")
        for found in re.findall(rf'"((?:{AREAS})/[a-z]+(?:-[a-z]+)*)"', file.read_text("utf-8"))
    }
    known = {check.id for check in checks()} | PAGES.keys()
    assert {one for one in named if one not in known and not meaning(one)} == set()


def test_pages_are_of_findings_that_no_check_makes() -> None:
    assert not PAGES.keys() & {check.id for check in checks()}
    assert PAGES.keys() >= (ACCEPTABLE | IMPOSSIBLE)
    assert list(PAGES) == sorted(PAGES)
    for page in PAGES.values():
        summary, _, rest = page.partition("\n\n")
        assert "\n" not in summary
        assert summary.endswith(".")
        assert rest.endswith(".")


class TestCommand:
    def test_a_check(self) -> None:
        outcome = explain("alert/naming")
        assert outcome.code == 0
        assert outcome.out.startswith("alert/naming (warning, needs to know: conventions)\n\nAlert names that are not")
        assert (
            '\n\nBad:\n\n    Alert("high_error_rate", ...)\n\nGood:\n\n    Alert("HighErrorRate", ...)\n' in outcome.out
        )

    def test_for_programs(self) -> None:
        page = json.loads(explain("alert/naming", "--format", "json").out)
        assert {**page, "page": ""} == {
            "id": "alert/naming",
            "severity": "warning",
            "needs": ["conventions"],
            "summary": "Alert names that are not in CamelCase.",
            "page": "",
        }
        assert page["page"].endswith('**Good:**\n\n```python\nAlert("HighErrorRate", ...)\n```')

    def test_what_no_check_finds(self) -> None:
        assert explain("spec/unused-allow").out == (
            "spec/unused-allow\n\nA suppression that accepts what is not found any more.\n\n"
            "It would hide a later mistake. Take it out; the finding is gone.\n"
        )
        assert explain("grafana/unit").out == "grafana/unit\n\nA unit that Grafana does not have.\n"

    def test_a_misspelt_one(self) -> None:
        outcome = explain("promql/metrics")
        assert (outcome.code, outcome.out) == (2, "")
        assert (
            outcome.err
            == 'o11ygen: no check and no finding is called `promql/metrics`. Did you mean "promql/metric"?\n'
        )

    def test_a_check_of_the_project(self, tmp_path: Path) -> None:
        own = (
            'from o11ygen.check import check\nfrom o11ygen.finding import Severity\n\n\n@check("shop/own", Severity.INFO)\n'
            'def own(stack):\n    """Its own page.\n\n    Why.\n    """\n    return ()\n\n\nRULES = ()\n'
        )
        outcome = author.o11ygen(lint_project.make(tmp_path, old=own), "explain", "shop/own")
        assert outcome.out == "shop/own (info)\n\nIts own page.\n\nWhy.\n"
        assert author.o11ygen(tmp_path, "explain", "shop/onw").err.endswith('Did you mean "shop/own"?\n')


class TestDocumentation:
    """Whoever publishes the package says where its documentation is; SARIF leads there."""

    @pytest.mark.parametrize(
        ("urls", "expected"),
        [
            (None, ""),
            (["Source, https://example.com/git"], ""),
            (
                ["Source, https://example.com/git", "documentation,https://example.com/docs/"],
                "https://example.com/docs/",
            ),
        ],
    )
    def test_where_it_is(self, monkeypatch: pytest.MonkeyPatch, urls: list[str] | None, expected: str) -> None:
        message = Message()
        for url in urls or ():
            message["Project-URL"] = url
        monkeypatch.setattr(pages, "metadata", lambda name: message)
        assert pages.documentation() == expected
