"""The baseline: what it passes over, what it tells of, what survives of it, and its file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.baseline import Baseline, BaselineError, read, written
from o11ygen.finding import Finding, Location, Severity
from o11ygen.fingerprint import fingerprint
from tests import author, lint_project
from tests.report.test_report import HOSTILE

IDS = st.sampled_from(["a/b", "c/d"])
LOCATIONS = st.builds(Location, st.sampled_from(["a.py", "b.py"]), st.integers(0, 9), st.integers(0, 9))
FINDINGS = st.lists(
    st.builds(
        Finding,
        IDS,
        st.sampled_from(Severity),
        HOSTILE,
        location=LOCATIONS,
        thing=st.sampled_from(["shop.Down", "orders.Down", ""]),
    ),
    max_size=6,
)


def may(finding: Finding) -> bool:
    return True


def baseline_of(findings: list[Finding]) -> Baseline:
    return read(written(findings, may_hold=may), file="b.json")


def new(baseline: Baseline, findings: list[Finding]) -> tuple[Finding, ...]:
    return baseline.new(findings, may_hold=may)


@given(FINDINGS)
@settings(max_examples=100)
def test_a_baseline_holds_what_it_was_written_of(findings: list[Finding]) -> None:
    baseline = baseline_of(findings)
    assert new(baseline, findings) == ()
    assert baseline.gone(findings) is None


@given(FINDINGS, st.integers(1, 50), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_lines_move_and_files_are_read_in_another_order(findings: list[Finding], lines: int, random: object) -> None:
    moved = [replace(one, location=replace(one.location, line=one.location.line + lines, column=3)) for one in findings]
    random.shuffle(moved)  # type: ignore[attr-defined]  # hypothesis gives a Random
    baseline = baseline_of(findings)
    assert new(baseline, moved) == ()
    assert baseline.gone(moved) is None
    assert written(moved, may_hold=may) == written(findings, may_hold=may)


@given(FINDINGS, st.data())
@settings(max_examples=100)
def test_exactly_one_is_new_when_one_is_added(findings: list[Finding], data: st.DataObject) -> None:
    """Also where it is equal to one that is known: that may be found so many times and no more."""
    added = data.draw(st.sampled_from(findings)) if findings else Finding("a/b", Severity.ERROR, "m")
    baseline = baseline_of(findings)
    assert [fingerprint(one) for one in new(baseline, [*findings, added])] == [fingerprint(added)]
    assert baseline_of([*findings, added]).gone(findings) is not None


def test_a_thing_is_known_in_any_file_and_told_from_others() -> None:
    known = Finding("a/b", Severity.ERROR, "alert Down: m", location=Location("a.py", 1), thing="shop.Down")
    baseline = baseline_of([known])
    assert new(baseline, [replace(known, location=Location("b.py", 7))]) == ()
    other = replace(known, thing="orders.Down")
    assert new(baseline, [other]) == (other,)
    without = replace(known, thing="")
    assert new(baseline, [without]) == (without,)


def test_what_may_not_be_held() -> None:
    finding = Finding("spec/value", Severity.ERROR, "m")
    assert written([finding], may_hold=lambda one: False) == '{\n  "version": 1,\n  "findings": []\n}\n'
    assert baseline_of([finding]).new([finding], may_hold=lambda one: False) == (finding,)


def test_the_file_has_a_line_for_each_finding_and_merges() -> None:
    findings = [
        Finding("c/d", Severity.ERROR, 'says "é"', location=Location("a.py", 1), thing="z"),
        Finding("a/b", Severity.ERROR, "m", location=Location("b.py", 1)),
        Finding("c/d", Severity.ERROR, 'says "é"', location=Location("a.py", 2), thing="z"),
    ]
    text = written(findings, may_hold=may)
    first, second = fingerprint(findings[1]), fingerprint(findings[0])
    assert text.splitlines() == [
        "{",
        '  "version": 1,',
        '  "findings": [',
        f'    {{"id": "a/b", "thing": "", "file": "b.py", "message": "m", "count": 1, "fingerprint": "{first}"}},',
        '    {"id": "c/d", "thing": "z", "file": "a.py", "message": "says \\"\\u00e9\\"", "count": 2, '
        f'"fingerprint": "{second}"}}',
        "  ]",
        "}",
    ]
    lines = text.splitlines()
    twice = read("\n".join([*lines[:3], lines[3], lines[3], *lines[4:]]), file="b.json")
    assert new(twice, [findings[1], findings[1]]) == (findings[1],)


def test_what_is_gone_is_told_at_its_line() -> None:
    findings = [Finding("a/b", Severity.ERROR, f"m{number}", thing=f"shop.A{number}") for number in range(5)]
    gone = baseline_of(findings).gone(findings[:1])
    assert gone == Finding(
        "spec/fixed-baseline",
        Severity.INFO,
        "the baseline holds 4 findings that are gone, `a/b` of shop.A1, `a/b` of shop.A2, `a/b` of shop.A3 and 1 more; "
        "it would hide them if they came back",
        "Write it anew: `o11ygen lint --write-baseline b.json`.",
        Location("b.json", 5),
    )
    one = baseline_of(findings[:1]).gone([])
    assert one is not None
    assert one.message == (
        "the baseline holds a finding that is gone, `a/b` of shop.A0; it would hide them if they came back"
    )


def test_of_files_that_were_not_looked_at_nothing_is_gone() -> None:
    finding = Finding("a/b", Severity.ERROR, "m", location=Location("a.yml", 1))
    assert baseline_of([finding]).gone([], files=frozenset(["b.yml"])) is None
    assert baseline_of([finding]).gone([], files=frozenset(["a.yml"])) is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{\n  oh", "b.json:2: the baseline is no JSON: "),
        ("[]", "b.json: this is no baseline. Write it anew with `o11ygen lint --write-baseline b.json`."),
        (
            '{"version": 2, "findings": []}',
            "b.json: the baseline has version 2, and this o11ygen reads 1. Write it anew",
        ),
        ('{"version": 1, "findings": [1]}', "b.json: an entry of the baseline has no `fingerprint`. Take it out."),
        (
            '{"version": 1, "findings": [\n{"fingerprint": "x", "fle": "a"}]}',
            'b.json:2: an entry of the baseline has no field `fle`. Did you mean "file"?',
        ),
        (
            '{"version": 1, "findings": [{"fingerprint": "x", "count": true}]}',
            "b.json:1: `count` is True. Write how many times it is found, from 1.",
        ),
        (
            '{"version": 1, "findings": [{"fingerprint": "x", "file": 1}]}',
            "b.json:1: `id`, `thing`, `file` and `message` of an entry are texts. Mend the line.",
        ),
    ],
)
def test_what_is_no_baseline(text: str, message: str) -> None:
    with pytest.raises(BaselineError) as error:
        read(text, file="b.json")
    assert str(error.value).startswith(message)


class TestCommand:
    def test_only_what_is_new_fails(self, tmp_path: Path) -> None:
        lint_project.make(tmp_path)
        file = tmp_path / "known.json"
        outcome = author.o11ygen(tmp_path, "lint", "--write-baseline", str(file))
        assert (outcome.code, outcome.out, outcome.err) == (0, "", "PROJECT/known.json holds 3 findings\n")
        strict = ("lint", "--fail-on", "info", "--baseline", str(file))
        assert author.o11ygen(tmp_path, *strict) == author.Outcome(0, "no findings\n", "")
        # Lines move, and rules go to another file.
        moved = lint_project.SPECS.replace("from specs.old import RULES", lint_project.OLD)
        lint_project.make(tmp_path, specs=moved.replace("\nteam", "\n\n\nteam"))
        assert author.o11ygen(tmp_path, *strict).out == "no findings\n"
        added = lint_project.OLD.replace("RULES = (", 'RULES = (\n    RecordingRule("new", expr="max by (job) (up)"),')
        lint_project.make(tmp_path, old=added)
        outcome = author.o11ygen(tmp_path, *strict)
        assert outcome.code == 1
        assert outcome.out.startswith("specs/old.py:4: warning[rule/naming] recording rule new: ")
        assert outcome.out.endswith("\n1 warning in 1 file\n")

    def test_what_is_gone(self, tmp_path: Path) -> None:
        lint_project.make(tmp_path, settings='[tool.o11ygen.lint]\nbaseline = "known.json"\n')
        assert author.o11ygen(tmp_path, "lint", "--write-baseline", str(tmp_path / "known.json")).code == 0
        mended = lint_project.SPECS.replace("not_camel", "Camel")
        lint_project.make(tmp_path, specs=mended, settings='[tool.o11ygen.lint]\nbaseline = "known.json"\n')
        assert author.o11ygen(tmp_path, "lint").out == (
            "known.json:4: info[spec/fixed-baseline] the baseline holds a finding that is gone, `alert/naming` of "
            "shop.not_camel; it would hide them if they came back\n"
            + "".join(f"    {line}\n" for line in _shown(tmp_path))
            + "    hint: Write it anew: `o11ygen lint --write-baseline known.json`.\n\n1 info in 1 file\n"
        )
        # Of one environment it can't be told.
        assert author.o11ygen(tmp_path, "lint", "--env", "staging").out == "no findings\n"

    @pytest.mark.parametrize(
        "off",
        [
            'checks = {"alert/naming" = "off"}\n',
            'overrides = [{environments = ["staging"], checks = {"alert/*" = "off"}}]\n',
        ],
    )
    def test_what_was_not_looked_for_is_not_gone(self, off: str, tmp_path: Path) -> None:
        lint_project.make(tmp_path)
        assert author.o11ygen(tmp_path, "lint", "--write-baseline", str(tmp_path / "known.json")).code == 0
        mended = lint_project.SPECS.replace("not_camel", "Camel")
        settings = f'[tool.o11ygen.lint]\nbaseline = "known.json"\n{off}'
        lint_project.make(tmp_path, specs=mended, settings=settings)
        assert author.o11ygen(tmp_path, "lint").out == "no findings\n"

    def test_generate_goes_by_that_of_the_settings(self, tmp_path: Path) -> None:
        error = '[tool.o11ygen.lint]\nbaseline = "known.json"\nchecks = {"alert/naming" = "error"}\n'
        lint_project.make(tmp_path, settings=error)
        outcome = author.o11ygen(tmp_path, "generate")
        assert outcome.code == 2
        assert outcome.err == (
            "o11ygen: there is no baseline known.json. Write it with `o11ygen lint --write-baseline known.json`.\n"
        )
        assert author.o11ygen(tmp_path, "lint", "--write-baseline", str(tmp_path / "known.json")).code == 0
        assert author.o11ygen(tmp_path, "generate").code == 0

    def test_what_can_not_be_held_is_shown_and_fails(self, tmp_path: Path) -> None:
        specs = lint_project.SPECS.replace('expr="up == 0"', 'expr="up == $limit"')
        lint_project.make(tmp_path, specs=specs)
        file = tmp_path / "known.json"
        outcome = author.o11ygen(tmp_path, "lint", "--write-baseline", str(file))
        assert outcome.code == 1
        assert "error[spec/parameter]" in outcome.out
        held = {one["id"] for one in json.loads(file.read_text("utf-8"))["findings"]}
        assert "rule/naming" in held
        assert "spec/parameter" not in held

    def test_checks_of_the_project_are_held_and_have_their_page(self, tmp_path: Path) -> None:
        own = (
            "from o11ygen import RecordingRule\nfrom o11ygen.check import Flaw, check\nfrom o11ygen.finding import Severity\n"
            '\n\n@check("shop/own", Severity.ERROR)\ndef own(stack):\n    """Its own page.\n\n    Why.\n    """\n'
            "    for alert in stack.alerts:\n        yield Flaw(alert.source, f'{alert.what}: no')\n\n\nRULES = ()\n"
        )
        lint_project.make(tmp_path, old=own)
        assert author.o11ygen(tmp_path, "lint").code == 1
        (run,) = json.loads(author.o11ygen(tmp_path, "lint", "--format", "sarif").out)["runs"]
        assert [one["help"]["text"] for one in run["tool"]["driver"]["rules"] if one["id"] == "shop/own"] == [
            "Its own page.\n\nWhy."
        ]
        assert author.o11ygen(tmp_path, "lint", "--write-baseline", str(tmp_path / "known.json")).code == 0
        assert author.o11ygen(tmp_path, "lint", "--baseline", str(tmp_path / "known.json")).out == "no findings\n"

    def test_not_of_one_environment(self, tmp_path: Path) -> None:
        lint_project.make(tmp_path)
        outcome = author.o11ygen(tmp_path, "lint", "--env", "staging", "--write-baseline", str(tmp_path / "b"))
        assert (outcome.code, outcome.err) == (
            2,
            "o11ygen: a baseline holds the findings of all environments. Leave out `--env`.\n",
        )

    def test_files_that_were_not_made_here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rules = "groups:\n  - name: a\n    rules:\n      - alert: Down\n        expr: up\n"
        monkeypatch.chdir(author.write(tmp_path, {"a.yml": rules, "b.yml": rules.replace("Down", "Gone")}))
        assert author.o11ygen(tmp_path, "lint", "a.yml", "b.yml", "--fail-on", "info").code == 1
        assert author.o11ygen(tmp_path, "lint", "a.yml", "b.yml", "--write-baseline", "known.json").code == 0
        assert author.o11ygen(tmp_path, "lint", "a.yml", "b.yml", "--baseline", "known.json").out == "no findings\n"
        assert author.o11ygen(tmp_path, "lint", "a.yml", "--baseline", "known.json").out == "no findings\n"
        (tmp_path / "a.yml").write_text(f"# New.\n\n{rules}      - alert: Worse\n        expr: up\n", "utf-8")
        outcome = author.o11ygen(tmp_path, "lint", "a.yml", "--baseline", "known.json", "--format", "json")
        found = json.loads(outcome.out)["findings"]
        assert found
        assert [one["message"] for one in found if "Worse" not in one["message"]] == []

    @pytest.mark.parametrize(
        ("settings", "given"),
        [
            ("", ()),
            ('checks = {"promql/retention" = "off"}', ("--retention", "30d")),
            ('overrides = [{paths = ["a.yml"], checks = {"promql/*" = "off"}}]', ("--retention", "30d")),
        ],
    )
    def test_of_files_what_was_not_looked_for_is_not_gone(
        self, settings: str, given: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without its retention nothing is known of ranges."""
        rules = "groups:\n  - name: a\n    rules:\n      - record: job:load:max60d\n        expr: max_over_time(load[60d])\n"
        monkeypatch.chdir(author.write(tmp_path, {"a.yml": rules}))
        known = ("--retention", "30d", "--write-baseline", "known.json")
        assert author.o11ygen(tmp_path, "lint", "a.yml", *known).code == 0
        assert '"id": "promql/retention"' in (tmp_path / "known.json").read_text("utf-8")
        (tmp_path / "pyproject.toml").write_text(f"[tool.o11ygen.lint]\n{settings}\n", "utf-8")
        outcome = author.o11ygen(tmp_path, "lint", "a.yml", "--baseline", "known.json", *given)
        assert outcome.out == "no findings\n"


def _shown(folder: Path) -> list[str]:
    """The line of the baseline that the finding is at, as it is shown."""
    line = (folder / "known.json").read_text("utf-8").splitlines()[3].strip()
    return [f"4 | {line[:109]}…"]
