"""The lines below a finding: which, what is underlined, and what is never shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.finding import Excerpt, Finding, Location, Severity
from o11ygen.report import render_findings
from o11ygen.report.public import is_public
from o11ygen.report.snippet import WIDTH, Region, Shown, columns, laid_out, region, snippet
from o11ygen.report.text import describe
from tests.report.test_report import HOSTILE

PYTHON = [
    'alert = Alert("Slow",',
    '    expr="sum(irate(a[5m])) > 5",  # since May',
    '    expr="""',
    "        sum by (job) (",
    "          irate(a[5m])",
    "        )",
    "          > 5",
    '    """,',
    "\texpr='日本語{a=\"b\"} > 1',",
    "    expr=errors_above(5),",
    '    expr="up == 0", summary="up == 0",',
]
YAML = [
    "- alert: Slow",
    "  expr: sum(irate(a[5m])) > 5",
    "- alert: Slower",
    "  expr: |",
    "    irate(a[5m])",
    "",
    "      > 5",
    "  labels: {expr: irate(a[5m])}",
]
FILES = {"a.py": PYTHON, "a.yml": YAML}


def lines(file: str) -> Sequence[str]:
    return FILES.get(file, ())


def finding(file: str, line: int, column: int, text: str = "", part: str = "", **fields: Any) -> Finding:
    start = text.index(part)
    excerpt = Excerpt(text, start, start + len(part)) if text else None
    return Finding("a/b", Severity.ERROR, "m", "", Location(file, line, column), excerpt=excerpt, **fields)


def below(one: Finding) -> list[str]:
    """The lines below the first, as they are printed with those of the files."""
    return render_findings([one], lines=lines).split("\n\n")[0].splitlines()[1:]


ONE_LINE = "sum(irate(a[5m])) > 5"
SEVERAL = "sum by (job) (\n  irate(a[5m])\n)\n  > 5"


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (finding("a.py", 1, 9), ['    1 | alert = Alert("Slow",']),
        (finding("a.py", 99, 1), []),
        (finding("gone.py", 1, 1), []),
        (
            finding("a.py", 2, 10, ONE_LINE, "irate(a[5m])"),
            ['    2 | expr="sum(irate(a[5m])) > 5",  # since May', "      |           ^^^^^^^^^^^^"],
        ),
        (finding("a.py", 3, 10, SEVERAL, "irate"), ["    5 | irate(a[5m])", "      | ^^^^^"]),
        (
            finding("a.py", 3, 10, SEVERAL, "sum by (job) (\n  irate(a[5m])\n)"),
            [
                "    4 | sum by (job) (",
                "      | ^^^^^^^^^^^^^^",
                "    5 |   irate(a[5m])",
                "      |   ^^^^^^^^^^^^",
                "    6 | )",
                "      | ^",
            ],
        ),
        (
            finding("a.py", 9, 7, '日本語{a="b"} > 1', 'a="b"'),
            ["    9 | expr='日本語{a=\"b\"} > 1',", "      |              ^^^^^"],
        ),
        (
            finding("a.py", 9, 7, '日本語{a="b"} > 1', "語"),
            ["    9 | expr='日本語{a=\"b\"} > 1',", "      |           ^^"],
        ),
        (
            finding("a.py", 10, 10, ONE_LINE, "irate"),
            ["    10 | expr=errors_above(5),", "       | sum(irate(a[5m])) > 5", "       |     ^^^^^"],
        ),
        # The author wrote a parameter there.
        (
            finding("a.py", 3, 10, SEVERAL.replace("a[5m]", "b[5m]"), "b[5m]"),
            ["    5 | irate(a[5m])", "      | irate(b[5m])", "      |       ^^^^^"],
        ),
        # Twice in what the value may be: which of them is meant can't be told.
        (
            finding("a.py", 11, 1, "up == 0", "up"),
            ['    11 | expr="up == 0", summary="up == 0",', "       | up == 0", "       | ^^"],
        ),
        (
            finding("a.yml", 2, 9, ONE_LINE, "irate(a[5m])"),
            ["    2 | expr: sum(irate(a[5m])) > 5", "      |           ^^^^^^^^^^^^"],
        ),
        # The place of the part itself.
        (
            finding("a.yml", 2, 13, ONE_LINE, "irate(a[5m])"),
            ["    2 | expr: sum(irate(a[5m])) > 5", "      |           ^^^^^^^^^^^^"],
        ),
        (finding("a.yml", 4, 9, "irate(a[5m])\n\n  > 5\n", "irate"), ["    5 | irate(a[5m])", "      | ^^^^^"]),
        (finding("a.yml", 4, 9, "irate(a[5m])\n\n  > 5\n", "> 5"), ["    7 | > 5", "      | ^^^"]),
        # What is missing at the end stands behind what is there.
        (finding("", 0, 0, "sum(\n", "\n"), ["     | sum(", "     |     ^"]),
    ],
)
def test_what_is_shown(one: Finding, expected: list[str]) -> None:
    assert below(one) == expected


def test_a_description_has_the_part_and_no_lines_of_files() -> None:
    assert describe(finding("a.py", 2, 10, ONE_LINE, "irate")).splitlines()[1:] == [
        "     | sum(irate(a[5m])) > 5",
        "     |     ^^^^^",
    ]
    assert describe(finding("a.py", 2, 10)) == "a.py:2: error[a/b] m"


def test_a_part_of_many_lines_is_shown_by_its_first() -> None:
    text = "\n".join(f"a{number} +" for number in range(30)) + " 1"
    assert [one.text for one in snippet(finding("", 0, 0, text, text))] == ["a0 +", "a1 +", "a2 +", "a3 +"]


def test_a_long_line_is_shown_around_its_part() -> None:
    text = f"{'x' * 100} and foo{{}} {'y' * 100}"
    ((_, shown, underline),) = laid_out(snippet(finding("", 0, 0, text, "foo{}")))
    assert shown.startswith("…x")
    assert shown.endswith("y…")
    assert shown[underline.index("^") : len(underline)] == "foo{}"
    assert columns(shown) == WIDTH


def test_a_long_line_of_a_file_is_shown_around_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FILES, "long.py", [f"{'x' * 300}here{'y' * 300}"])
    ((_, shown, underline),) = laid_out(snippet(finding("long.py", 1, 301), lines))
    assert "here" in shown
    assert underline == ""
    assert columns(shown) <= WIDTH


@given(HOSTILE, st.integers(-2, 15), st.integers(-2, 15))
@settings(max_examples=200)
def test_the_underlining_is_as_wide_as_the_part(text: str, start: int, end: int) -> None:
    one = Finding("a/b", Severity.ERROR, "m", excerpt=Excerpt(text, start, end))
    for _, shown, underline in laid_out(snippet(one)):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", shown)
        assert re.fullmatch(" *\\^+", underline)
        before = len(underline) - len(underline.lstrip())
        assert before <= columns(shown)
        assert columns(shown) <= WIDTH


@given(st.text("ab é日\u0301", max_size=8), st.text("xy語", min_size=1, max_size=8), st.text("ab é日", max_size=8))
@settings(max_examples=150)
def test_the_part_stands_above_its_underlining(before: str, part: str, after: str) -> None:
    """Also where the line is written in a file, whatever stands before it there."""
    text = f"{before}{part}{after}"
    one = Finding(
        "a/b",
        Severity.ERROR,
        "m",
        location=Location("f", 1, 8),
        excerpt=Excerpt(text, len(before), len(before) + len(part)),
    )
    for known in ([], [f'  expr="{text}"']):
        _, shown, underline = list(laid_out(snippet(one, lambda file, known=known: known)))[-1]  # type: ignore[misc]  # bound
        margin = len(underline) - len(underline.lstrip())
        at = next(
            index
            for index in range(len(shown) + 1)
            if columns(shown[:index]) == margin and shown.startswith(part, index)
        )
        assert columns(shown[at : at + len(part)]) == underline.count("^")


class TestRegion:
    @pytest.mark.parametrize(
        ("one", "expected"),
        [
            (finding("a.py", 1, 9), Region(1, 9)),
            (finding("a.py", 2, 10, ONE_LINE, "irate(a[5m])"), Region(2, 15, 2, 27)),
            (finding("a.py", 3, 10, SEVERAL, "sum by (job) (\n  irate(a[5m])\n)"), Region(4, 9, 6, 10)),
            (finding("a.py", 10, 10, ONE_LINE, "irate"), Region(10, 10)),
            (finding("gone.py", 10, 10, ONE_LINE, "irate"), Region(10, 10)),
        ],
    )
    def test_where_it_is(self, one: Finding, expected: Region) -> None:
        assert region(one, lines) == expected


class TestPublic:
    @pytest.mark.parametrize(
        "line",
        [
            'password="hunter2",',
            '    "api_key": "hunter2",',
            "      password: hunter2",
            "  bearer_token: 'hunter2'",
            'Secret.file("hunter2")',
            'Secret.env("hunter 2")',
            'Authorization("hunter2")',
            'webhook("https://hooks.example.com/hunter2")',
            'users={"admin": "hunter2"}',
            "users = dict(admin='hunter2')",
            "basic_auth_users:",
            "  admin: $2y$10$abcdefghijklmnopqrstuv",
            'url="https://admin:hunter2@example.com"',
            'slack("#a", api_url="https://hooks.slack.com/services/T0/B0/hunter2")',
        ],
    )
    def test_a_line_with_a_credential_is_not(self, line: str) -> None:
        assert not is_public(1, [line])
        one = Finding("a/b", Severity.ERROR, "m", location=Location("f", 1, 1))
        assert snippet(one, lambda file: [line]) == ()

    @pytest.mark.parametrize(
        "line",
        [
            'password=Secret.env("PROMETHEUS_PASSWORD"),',
            'slack_api_url=Secret.file("/run/secrets/slack"),',
            'expr=\'up{token=~"a|b"} == 0\' if False else "up"'.replace("token", "job"),
            'notify=email("team@example.com"),',
            "password_file: /run/secrets/a",
            "expr: users == 5",
            'expr="sum(users) > 5",',
        ],
    )
    def test_others_are(self, line: str) -> None:
        assert is_public(1, [line])

    def test_an_expression_that_looks_like_one_is_shown_without_its_line(self) -> None:
        text = 'up{token="abc"} == 1'
        known = [f"  expr: {text}"]
        one = Finding("a/b", Severity.ERROR, "m", location=Location("f", 1, 9), excerpt=Excerpt(text, 0, 2))
        assert snippet(one, lambda file: known) == (Shown(0, text, 0, 2),)

    def test_a_text_on_a_line_of_its_own_is_judged_by_the_name_before_it(self) -> None:
        assert not is_public(2, ["password=", '    "hunter2",'])
        assert not is_public(2, ["users={", '    "admin": "hunter2",'])
        assert is_public(2, ["summary=", '    "hunter2",'])

    def test_what_a_check_of_secrets_finds_is_never_shown(self) -> None:
        one = Finding("secret/plaintext", Severity.ERROR, "m", location=Location("a.py", 1, 1))
        assert snippet(one, lines) == ()
