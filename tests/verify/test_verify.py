"""The verdicts over an environment's folder, with stand-ins for the programs: every way that a run can end."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen.finding import Finding, Location, Severity
from o11ygen.verify import Outcome, Run, VerifyResult, find_programs, verify_environment
from o11ygen.version import Version
from tests.verify.installed import install

DECLARED = {"prometheus": Version(3, 5), "alertmanager": Version(0, 28), "jaeger": Version(2, 13)}
HINT = "Change the spec and run `o11ygen generate`; that also takes back an edit by hand."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An environment's folder with one file of each system."""
    folder = tmp_path / "output/production"
    for name, text in {
        "prometheus/prometheus.yml": "rule_files: [/etc/prometheus/alert-rules.yml]\n",
        "prometheus/alert-rules.yml": "groups: []\n",
        "prometheus/rules/churn.yml": "groups: []\n",
        "alertmanager/alertmanager.yml": "route: {receiver: x}\n",
        "jaeger/jaeger.yaml": "service: {}\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def tools(folder: Path) -> Path:
    return folder.parent.parent / ".tools/any"


def verify(folder: Path, *, seconds: float = 30.0, **versions: Version) -> VerifyResult:
    programs = find_programs(folder.parent.parent, search_path="")
    return verify_environment(folder, versions={**DECLARED, **versions}, programs=programs, seconds=seconds)


def test_without_programs_every_run_is_left_out_and_says_so(folder: Path) -> None:
    result = verify(folder)
    assert result.findings == ()
    assert [str(run) for run in result.runs] == [
        "promtool check rules prometheus/alert-rules.yml, prometheus/rules/churn.yml: left out: "
        "promtool is neither on PATH nor under .tools/",
        "promtool check config --syntax-only prometheus/prometheus.yml: left out: "
        "promtool is neither on PATH nor under .tools/",
        "promtool check config prometheus/prometheus.yml: left out: promtool is neither on PATH nor under .tools/",
        "amtool check-config alertmanager/alertmanager.yml: left out: amtool is neither on PATH nor under .tools/",
        "jaeger validate jaeger/jaeger.yaml: left out: jaeger is neither on PATH nor under .tools/",
    ]
    assert not any(run.exact for run in result.runs)


def test_a_program_that_does_not_run_is_named_where_it_is_missed(folder: Path) -> None:
    path = install(tools(folder), "amtool", version="")
    (run,) = [run for run in verify(folder).runs if run.program == "amtool"]
    assert run.outcome is Outcome.LEFT_OUT
    assert run.note == (
        f"amtool is neither on PATH nor under .tools/; `{path}` is no use: it does not tell its version (exit code 0)"
    )


def test_an_empty_folder_raises_no_question(tmp_path: Path) -> None:
    assert verify(tmp_path / "output/production") == VerifyResult((), ())


def test_acceptance_names_the_program_and_its_version(folder: Path) -> None:
    for name, version in (("promtool", "3.5.3"), ("amtool", "0.28.1"), ("jaeger", "2.13.0")):
        install(tools(folder), name, version=version)
    result = verify(folder)
    assert result.findings == ()
    assert [(run.outcome, run.exact) for run in result.runs] == [(Outcome.ACCEPTED, True)] * 5
    assert result.runs[3] == Run(
        program="amtool",
        command="check-config",
        files=("alertmanager/alertmanager.yml",),
        outcome=Outcome.ACCEPTED,
        version=Version(0, 28, 1),
        path=tools(folder) / "amtool",
        declared=Version(0, 28),
    )


def test_a_refusal_is_an_error_at_its_place(folder: Path) -> None:
    said = 'echo "Checking prometheus/alert-rules.yml\n  FAILED:\nprometheus/alert-rules.yml: 3:9: boom" >&2; exit 1'
    install(tools(folder), "promtool", version="3.5.3", answer=f'[ "$2" = config ] || {{ {said}; }}')
    result = verify(folder)
    assert [run.outcome for run in result.runs][:3] == [Outcome.REFUSED, Outcome.ACCEPTED, Outcome.ACCEPTED]
    rules = folder / "prometheus/alert-rules.yml"
    assert result.findings == (
        Finding(
            id="rules/promtool",
            severity=Severity.ERROR,
            message="`promtool 3.5.3` refuses `prometheus/alert-rules.yml`: boom; "
            "Prometheus stops at start and keeps its old configuration on reload",
            hint=HINT,
            location=Location(file=rules.as_posix(), line=3, column=9),
        ),
    )


def test_a_refusal_by_another_version_than_the_declared_one_is_a_warning(folder: Path) -> None:
    install(tools(folder), "jaeger", version="2.13.0", answer="echo 'Error: unknown key'; exit 1")
    result = verify(folder, jaeger=Version(2, 20))
    assert str(result.runs[-1]) == "jaeger 2.13 (declared: 2.20) validate jaeger/jaeger.yaml: refused"
    assert [(finding.severity, finding.message, finding.hint) for finding in result.findings] == [
        (
            Severity.WARNING,
            "`jaeger 2.13` refuses `jaeger/jaeger.yaml`: unknown key; Jaeger 2.20, as declared, may accept it",
            "Put jaeger 2.20 on PATH or under .tools/ to hear it from the version that runs.",
        )
    ]


def test_the_same_refusal_by_two_commands_is_one_finding(folder: Path) -> None:
    said = 'for f in "$@"; do :; done; echo "Checking $f\n  FAILED: parsing YAML file $f: boom"; exit 1'
    install(tools(folder), "promtool", version="3.5.3", answer=f'[ "$2" = rules ] || {{ {said}; }}')
    result = verify(folder)
    assert [run.outcome for run in result.runs][:3] == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.REFUSED]
    assert [finding.message for finding in result.findings] == [
        "`promtool 3.5.3` refuses `prometheus/prometheus.yml`: boom; "
        "Prometheus stops at start and keeps its old configuration on reload"
    ]


def test_duplicate_rules_are_a_warning_and_the_file_is_accepted(folder: Path) -> None:
    lint = 'echo "Checking prometheus/rules/churn.yml\n  FAILED:\nlint error 1 duplicate rule(s) found.\n"; exit 3'
    install(tools(folder), "promtool", version="3.5.3", answer=f'[ "$2" = config ] || {{ {lint}; }}')
    result = verify(folder)
    assert result.runs[0].outcome is Outcome.ACCEPTED
    assert [(finding.severity, finding.location.file, finding.message) for finding in result.findings] == [
        (
            Severity.WARNING,
            (folder / "prometheus/rules/churn.yml").as_posix(),
            "`promtool 3.5.3` reports in `prometheus/rules/churn.yml`: lint error 1 duplicate rule(s) found; "
            "Prometheus evaluates both and their results mix",
        )
    ]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("sleep 60", "it gives no answer within 0.3 seconds"),
        ("kill -ABRT $$", "it was ended by SIGABRT"),
    ],
)
def test_a_program_without_an_answer_proves_nothing(folder: Path, answer: str, why: str) -> None:
    install(tools(folder), "amtool", version="0.28.1", answer=answer)
    result = verify(folder, seconds=0.3)
    (run,) = [run for run in result.runs if run.program == "amtool"]
    assert (run.outcome, run.note) == (Outcome.UNDECIDED, why)
    assert [(finding.id, finding.severity, finding.message) for finding in result.findings] == [
        (
            "alertmanager/amtool",
            Severity.ERROR,
            f"`amtool 0.28.1` gives no verdict on `alertmanager/alertmanager.yml`: {why}; the file is not proven",
        )
    ]


def test_an_exit_code_without_words_is_a_refusal(folder: Path) -> None:
    install(tools(folder), "amtool", version="0.28.1", answer="exit 7")
    (finding,) = verify(folder).findings
    assert finding.message == (
        "`amtool 0.28.1` refuses `alertmanager/alertmanager.yml`: it gives no reason; "
        "Alertmanager stops at start and keeps its old configuration on reload"
    )


def test_a_file_that_is_no_text_is_told_and_the_others_are_judged(folder: Path) -> None:
    install(tools(folder), "amtool", version="0.28.1")
    install(tools(folder), "jaeger", version="2.13.0")
    (folder / "alertmanager/alertmanager.yml").write_bytes(b"route: \xff\n")
    result = verify(folder)
    assert [run.outcome for run in result.runs][3:] == [Outcome.UNDECIDED, Outcome.ACCEPTED]
    (finding,) = result.findings
    assert finding.severity is Severity.ERROR
    assert finding.message.startswith(
        "`alertmanager/alertmanager.yml` can't be laid out for `amtool 0.28.1`: 'utf-8' codec can't decode byte 0xff"
    )


@pytest.fixture
def arguments(folder: Path) -> Path:
    """Where a stand-in promtool and amtool keep what they were called with."""
    kept = folder.parent / "arguments"
    for name, version in (("promtool", "3.5.3"), ("amtool", "0.28.1")):
        install(tools(folder), name, version=version, answer=f'echo "{name} $*" >> "{kept}"')
    return kept


def test_flags_of_the_server_reach_the_checker_as_far_as_it_knows_them(folder: Path, arguments: Path) -> None:
    (folder / "prometheus/flags").write_text(
        "# Without --agent this would store\n--enable-feature=promql-experimental-functions,memory-snapshot-on-shutdown\n"
        "--enable-feature=promql-duration-expr\n--agent\n",
        encoding="utf-8",
    )
    (folder / "alertmanager/flags").write_text("--enable-feature=receiver-name-in-metrics,utf8-strict-mode\n", "utf-8")
    verify(folder)
    called = arguments.read_text(encoding="utf-8").splitlines()
    assert called[:2] == [
        "promtool --enable-feature=promql-experimental-functions check rules --lint-fatal "
        "prometheus/alert-rules.yml prometheus/rules/churn.yml",
        "promtool check config --agent --syntax-only prometheus/prometheus.yml",
    ]
    assert called[3].startswith("amtool --enable-feature=utf8-strict-mode check-config ")


def test_nothing_is_written_under_the_folder(folder: Path, arguments: Path) -> None:
    before = sorted(folder.rglob("*"))
    verify(folder)
    assert arguments.exists()
    assert sorted(folder.rglob("*")) == before
