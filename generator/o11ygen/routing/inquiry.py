"""Answers where alerts go: from an alertmanager.yml, or from a project and one of its environments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from o11ygen import yamlread
from o11ygen.routing.expectations import Expectations, Failure, failures, moment
from o11ygen.routing.fault import InquiryError as InquiryError
from o11ygen.routing.labels import label_sets, parse_labels, written_labels
from o11ygen.routing.matching import UnreadablePatternError
from o11ygen.routing.simulation import Outcome, Simulation
from o11ygen.targets.model import judge

# An outcome, and for which of the alert's series it holds: empty for all.
_Case = tuple[str, Outcome]


@dataclass(slots=True)
class Asked:
    """The answers: for each alert its title and cases, and what a file of expectations found."""

    at: datetime
    answers: list[tuple[str, list[_Case]]] = field(default_factory=list)
    expected_in: str = ""
    expected: int = 0
    failures: list[Failure] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {
            "at": self.at.isoformat(),
            "alerts": [
                {"alert": title, "where": where, **outcome.to_dict()}
                for title, cases in self.answers
                for where, outcome in cases
            ],
            "expectations": {
                "file": self.expected_in,
                "count": self.expected,
                "failures": [
                    {"test": one.number, "name": one.name, "differences": list(one.differences)}
                    for one in self.failures
                ],
            },
        }


def ask(
    alerts: Sequence[str],
    *,
    config: Path | None,
    project: Path,
    environment: str,
    firing: Sequence[str],
    at: str | None,
    expect: Path | None,
    now: datetime,
) -> Asked:
    """Answer for alerts written as labels or named by the project, and for a file of expectations.

    Without `at`, for `now`. Raises InquiryError.
    """
    empty = [text for text in (*alerts, *firing) if not text.strip("{} \t\n")]
    if empty:
        raise InquiryError(
            f"`{empty[0]}` has no labels; a variable of the shell may be unset. Write `severity=critical team=ml`."
        )
    if not alerts and expect is None:
        raise InquiryError("no alert is given. Write `severity=critical team=ml`, or an alert of the project.")
    try:
        asked = Asked(_moment(at) if at is not None else now)
        others = [parse_labels(text) for text in firing]
        written = [text for text in alerts if "=" in text]
        named = [text for text in alerts if "=" not in text]
        sets = label_sets(written)
    except ValueError as error:
        raise InquiryError(str(error)) from None
    expectations = _expectations(expect) if expect is not None else None
    if config is None and expectations is not None and expectations.alertmanager and expect is not None:
        config = expect.parent / expectations.alertmanager
    if config is not None and named:
        raise InquiryError(f"`{named[0]}` is no label. Write `alertname={named[0]}`, or leave out --config.")
    try:
        if config is not None:
            simulation = _simulation(_value(config, meant="an alertmanager.yml"), str(config))
        else:
            from o11ygen.routing.project import of_project

            simulation, answers = of_project(project, environment, named, others, asked.at)
            asked.answers += answers
        for labels in sets:
            outcome = simulation.outcome(labels, at=asked.at, firing=others)
            asked.answers.append((written_labels(labels), [("", outcome)]))
        if expectations is not None:
            asked.expected_in, asked.expected = str(expect), len(expectations.tests)
            asked.failures = list(failures(simulation, expectations, now=asked.at))
    except UnreadablePatternError as error:
        raise InquiryError(f"{error}. Write it without what only Go knows.") from None
    return asked


def _moment(text: str) -> datetime:
    try:
        return moment(text)
    except ValueError as error:
        raise ValueError(f"{error}. Write one such as 2026-03-02T03:00:00Z, or leave out --at for now.") from None


def _value(file: Path, *, meant: str) -> Any:
    if file.exists() and not (file.is_file() or file.is_fifo()):
        raise InquiryError(f"{file} is no file. Name {meant}.")
    try:
        document = yamlread.read(file.read_bytes(), dialect=yamlread.GO_YAML_2)
    except OSError as error:
        raise InquiryError(f"{file} can't be read: {error.strerror}. Name {meant}.") from None
    refused = [fault for fault in document.faults if fault.kind == "refused"]
    if refused:
        fault = refused[0]
        raise InquiryError(f"{file}:{fault.place.line}: {fault.message}. {fault.hint}")
    return document.value


def _simulation(value: Any, file: str) -> Simulation:
    from o11ygen.targets.alertmanager import AlertmanagerConfig

    problems = [
        problem for problem in judge(AlertmanagerConfig, value or {}, {}) if problem.kind in ("value", "missing")
    ]
    if problems:
        first = problems[0]
        raise InquiryError(
            f"Alertmanager refuses {file}: {first.message} (at `{first.place}`). "
            f"Run `o11ygen validate {file}` for all of it."
        )
    return Simulation.of(value)


def _expectations(file: Path) -> Expectations:
    value = _value(file, meant="a file of expectations")
    problems = judge(Expectations, value or {}, {})
    if problems:
        listed = "; ".join(
            f"{f'`{problem.place}`: ' if problem.path else ''}{problem.message}. {problem.hint}".strip()
            for problem in problems
        )
        raise InquiryError(f"{file} is no file of expectations: {listed}")
    return Expectations.model_validate(value, by_alias=True, by_name=False)
