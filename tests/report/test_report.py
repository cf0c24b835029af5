"""Each format, over the same findings, and over text that tries to break out of it."""

from __future__ import annotations

import io
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.finding import Excerpt, Finding, Location, Related, Severity
from o11ygen.report import FORMATS, Format, Judgement, is_terminal, render_findings

FOR = Finding(
    "template/variable",
    Severity.ERROR,
    'alert HighErrorRate: annotation "description" uses `$for`, which Prometheus does not define; the rule file is '
    "refused at load",
    "Write the duration in words, or use $labels / $value.",
    Location("specs/churn/alerts.py", 42, 9),
    (Related(Location("specs/churn/__init__.py", 9), "built here"),),
    ("staging", "production"),
)
UNUSED = Finding("alert/unused", Severity.WARNING, "alert Old is in no project")
MATCH = Finding(
    "alertmanager/match",
    Severity.INFO,
    "`match` is deprecated,\nand gone in the next release: 100%",
    "Write `matchers`,\nas below.",
    Location("files, old/a b.yml", path="route.routes[2].match"),
)
FINDINGS = (FOR, UNUSED, MATCH)

HOSTILE = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from("\n\r\t\0\x1b\x85\u2028\u2029\ufeff\ud800%:,<>&\"'[]\\"),
    ),
    max_size=12,
)
PLACES = st.builds(Location, HOSTILE, st.integers(0, 3), st.integers(0, 3), HOSTILE)
HOSTILE_FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from(["a/b", "c/d"]),
        st.sampled_from(Severity),
        HOSTILE,
        HOSTILE,
        PLACES,
        st.lists(st.builds(Related, PLACES, HOSTILE), max_size=2).map(tuple),
        st.lists(HOSTILE, max_size=2).map(tuple),
    ),
    max_size=3,
)


class TestText:
    def test_plain(self) -> None:
        assert render_findings(FINDINGS) == (
            'specs/churn/alerts.py:42: error[template/variable] alert HighErrorRate: annotation "description" uses '
            "`$for`, which Prometheus does not define; the rule file is refused at load [staging, production]\n"
            "    hint: Write the duration in words, or use $labels / $value.\n"
            "    specs/churn/__init__.py:9: built here\n"
            "warning[alert/unused] alert Old is in no project\n"
            "files, old/a b.yml: route.routes[2].match: info[alertmanager/match] `match` is deprecated,\n"
            "    and gone in the next release: 100%\n"
            "    hint: Write `matchers`,\n"
            "          as below.\n"
            "\n"
            "1 error, 1 warning, 1 info in 2 files\n"
        )

    @pytest.mark.parametrize(
        ("findings", "summary"),
        [
            ((), "no findings\n"),
            ((UNUSED, UNUSED), "\n2 warnings\n"),
            ((FOR, FOR), "\n2 errors in 1 file\n"),
        ],
    )
    def test_summary(self, findings: tuple[Finding, ...], summary: str) -> None:
        assert render_findings(findings).endswith(summary)

    def test_colours_change_nothing_else(self) -> None:
        coloured = render_findings(FINDINGS, terminal=True)
        assert "\x1b[1;31merror[template/variable]\x1b[0m" in coloured
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_findings(FINDINGS)

    def test_markup_of_the_terminal_library_is_text(self) -> None:
        finding = Finding("a/b", Severity.ERROR, "[bold]label[/bold] [link=x]y :smile: {job=~'a'}")
        assert "[bold]label[/bold] [link=x]y :smile: {job=~'a'}" in render_findings([finding], terminal=True)

    @given(HOSTILE_FINDINGS)
    @settings(max_examples=100)
    def test_no_text_reaches_the_terminal_as_a_command(self, findings: list[Finding]) -> None:
        text = render_findings(findings)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", text)
        assert re.sub(r"\x1b\[[0-9;]*m", "", render_findings(findings, terminal=True)) == text

    @pytest.mark.parametrize(
        ("tty", "environ", "expected"),
        [
            (True, {"TERM": "xterm-256color"}, True),
            (True, {}, True),
            (False, {"TERM": "xterm-256color"}, False),
            (True, {"NO_COLOR": "1"}, False),
            (True, {"NO_COLOR": ""}, True),
            (True, {"TERM": "dumb"}, False),
        ],
    )
    def test_who_gets_colours(
        self, monkeypatch: pytest.MonkeyPatch, tty: bool, environ: dict[str, str], expected: bool
    ) -> None:
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda: tty)
        assert is_terminal(stream, environ) is expected


class TestJson:
    def test_document(self) -> None:
        assert json.loads(render_findings([FOR, UNUSED], format="json")) == {
            "findings": [
                {
                    "id": "template/variable",
                    "severity": "error",
                    "message": FOR.message,
                    "hint": "Write the duration in words, or use $labels / $value.",
                    "location": {"file": "specs/churn/alerts.py", "line": 42, "column": 9, "path": ""},
                    "related": [
                        {
                            "message": "built here",
                            "location": {"file": "specs/churn/__init__.py", "line": 9, "column": 0, "path": ""},
                        }
                    ],
                    "environments": ["staging", "production"],
                },
                {
                    "id": "alert/unused",
                    "severity": "warning",
                    "message": "alert Old is in no project",
                    "hint": "",
                    "location": {"file": "", "line": 0, "column": 0, "path": ""},
                    "related": [],
                    "environments": [],
                },
            ],
            "summary": {"errors": 1, "warnings": 1, "infos": 0},
        }

    def test_no_findings(self) -> None:
        document = json.loads(render_findings([], format="json"))
        assert document == {"findings": [], "summary": {"errors": 0, "warnings": 0, "infos": 0}}


class TestGithub:
    def test_commands(self) -> None:
        assert render_findings(FINDINGS, format="github").splitlines() == [
            "::error file=specs/churn/alerts.py,line=42,col=9,title=template/variable::"
            'alert HighErrorRate: annotation "description" uses `$for`, which Prometheus does not define; the rule '
            "file is refused at load [staging, production]%0AWrite the duration in words, or use $labels / $value.%0A"
            "specs/churn/__init__.py:9: built here",
            "::warning title=alert/unused::alert Old is in no project",
            "::notice file=files%2C old/a b.yml,title=alertmanager/match::route.routes[2].match: `match` is deprecated,"
            "%0Aand gone in the next release: 100%25%0AWrite `matchers`,%0Aas below.",
        ]

    def test_no_findings(self) -> None:
        assert render_findings([], format="github") == ""

    @pytest.mark.parametrize(
        ("text", "part", "properties"),
        [
            ("sum(irate(a[5m]))", "irate(a[5m])", "line=1,endLine=1,col=11,endColumn=23"),
            # Columns of a part over several lines are refused.
            ("sum(\n  irate(a[5m])\n)", "sum(\n  irate(a[5m])\n)", "line=3,endLine=5"),
        ],
    )
    def test_the_part_of_an_expression(self, text: str, part: str, properties: str) -> None:
        lines = ['expr="sum(irate(a[5m]))"', 'expr="""', "    sum(", "      irate(a[5m])", "    )", '"""']
        start = text.index(part)
        place = Location("a.py", 2 if "\n" in text else 1, 6)
        finding = Finding("a/b", Severity.ERROR, "m", location=place, excerpt=Excerpt(text, start, start + len(part)))
        assert render_findings([finding], format="github", lines=lambda file: lines) == (
            f"::error file=a.py,{properties},title=a/b::m\n"
        )

    def test_what_github_does_not_show_is_counted(self) -> None:
        many = [Finding("a/b", Severity.ERROR, "m")] * 11 + [Finding("a/b", Severity.INFO, "m")] * 10
        *commands, last = render_findings(many, format="github").splitlines()
        assert len(commands) == 21
        assert last == "11 errors: GitHub shows 10 of each as annotations, this log has all"

    def test_a_text_that_is_too_long_for_an_annotation(self) -> None:
        (line,) = render_findings([Finding("a/b", Severity.ERROR, "%" * 20_000)], format="github").splitlines()
        assert line == f"::error title=a/b::{'%25' * 15_000}…"

    @given(HOSTILE_FINDINGS)
    @settings(max_examples=100)
    def test_a_finding_is_one_command_with_its_properties(self, findings: list[Finding]) -> None:
        lines = render_findings(findings, format="github").split("\n")
        assert lines.pop() == ""
        assert len(lines) == len(findings)
        for line in lines:
            assert len(line.splitlines()) == 1
            assert re.fullmatch(r"::(error|warning|notice) ((file|line|col)=[^,:]+,)*title=[a-d]/[a-d]::.*", line)


class TestJunit:
    def test_nothing_fails_that_is_not_to(self) -> None:
        root = ElementTree.fromstring(render_findings(FINDINGS, format="junit", fail_on=None))
        assert root.get("failures") == "0"
        assert root.find(".//failure") is None

    def test_cases(self) -> None:
        root = ElementTree.fromstring(render_findings(FINDINGS, format="junit"))
        assert root.attrib == {"name": "o11ygen", "tests": "3", "failures": "1", "errors": "0", "skipped": "0"}
        error, warning, info = root.iter("testcase")
        assert error.attrib == {
            "name": f"template/variable: {FOR.message}",
            "classname": "specs/churn/alerts.py",
            "file": "specs/churn/alerts.py",
            "line": "42",
        }
        failure = error.find("failure")
        assert failure is not None
        assert failure.attrib == {"type": "error[template/variable]", "message": FOR.message}
        assert failure.text == render_findings([FOR]).rpartition("\n\n")[0]
        assert warning.attrib == {"name": "alert/unused: alert Old is in no project", "classname": "o11ygen"}
        assert [child.tag for child in warning] == ["system-out"]
        assert info.get("name") == "alertmanager/match: `match` is deprecated,\\nand gone in the next release: 100%"

    @pytest.mark.parametrize(
        ("fail_on", "failures"), [(Severity.ERROR, "1"), (Severity.WARNING, "2"), (Severity.INFO, "3")]
    )
    def test_what_fails_the_run_fails_here(self, fail_on: Severity, failures: str) -> None:
        root = ElementTree.fromstring(render_findings(FINDINGS, format="junit", fail_on=fail_on))
        assert root.get("failures") == failures
        assert str(len(list(root.iter("failure")))) == failures

    def test_no_findings_is_one_passed_case(self) -> None:
        root = ElementTree.fromstring(render_findings([], format="junit"))
        assert root.get("tests") == "1"
        assert [(case.get("name"), list(case)) for case in root.iter("testcase")] == [("no findings", [])]

    @given(HOSTILE_FINDINGS)
    @settings(max_examples=100)
    def test_it_is_xml_whatever_the_text(self, findings: list[Finding]) -> None:
        text = render_findings(findings, format="junit")
        assert len(list(ElementTree.fromstring(text.encode()).iter("testcase"))) == max(1, len(findings))


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_bytes_twice(format: Format) -> None:
    assert render_findings(FINDINGS, format=format) == render_findings(list(FINDINGS), format=format)


JUDGEMENTS = (
    Judgement(
        "production", "promtool 3.5.3", "promtool check rules", ("a.yml", "b.yml"), "accepted", note="no templates"
    ),
    Judgement("production", "amtool", "amtool check-config", ("c.yml",), "left out", skipped="amtool is not there"),
    Judgement("staging", "promtool 3.5.3", "promtool check config", ("d.yml",), "refused"),
)


def test_programs_that_were_left_out_are_skipped_cases() -> None:
    root = ElementTree.fromstring(render_findings([FOR], format="junit", judgements=JUDGEMENTS))
    assert {name: root.get(name) for name in ("tests", "failures", "skipped")} == {
        "tests": "3",
        "failures": "1",
        "skipped": "1",
    }
    cases = [(case.get("classname"), case.get("name"), [child.tag for child in case]) for case in root.iter("testcase")]
    assert cases[1:] == [
        ("production: promtool 3.5.3", "promtool check rules: a.yml, b.yml", ["system-out"]),
        ("production: amtool", "amtool check-config: c.yml", ["skipped"]),
    ]
    (skipped,) = root.iter("skipped")
    assert skipped.get("message") == "amtool is not there"


def test_json_names_the_programs() -> None:
    found = json.loads(render_findings([], format="json", judgements=JUDGEMENTS))["programs"]
    assert [(one["program"], one["outcome"], one["skipped"]) for one in found] == [
        ("promtool 3.5.3", "accepted", ""),
        ("amtool", "left out", "amtool is not there"),
        ("promtool 3.5.3", "refused", ""),
    ]
    assert found[0]["files"] == ["a.yml", "b.yml"]
    assert "programs" not in json.loads(render_findings([], format="json"))
