"""The fourth rung of proof: the real promtool, amtool and jaeger judge what was rendered for one environment.

Nothing under the environment's folder is written. A program that is missing, of another version than the declared one,
without an answer, or built without a part of what it should judge is told as such: only what a program has read and
accepted counts as accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from o11ygen.finding import Finding
from o11ygen.record import record
from o11ygen.verify import alertmanager, jaeger, prometheus, web_config
from o11ygen.verify.inquiry import Inquiry, Judged, Outcome, Run, Step
from o11ygen.verify.programs import CHECKERS, Program, Programs, find_programs
from o11ygen.version import Version

__all__ = [
    "CHECKERS",
    "Outcome",
    "Program",
    "Programs",
    "Run",
    "VerifyResult",
    "find_programs",
    "verify_environment",
]


@record
class VerifyResult:
    """What the programs said about one environment: findings in order of place, and every run, also one left out."""

    findings: tuple[Finding, ...]
    runs: tuple[Run, ...]


def verify_environment(
    folder: Path, *, versions: Mapping[str, Version], programs: Programs, seconds: float = 120.0
) -> VerifyResult:
    """Ask the real programs about the rendered files in `folder`, such as `output/production`.

    `versions` holds the declared versions under `prometheus`, `alertmanager` and `jaeger`; for each system the program
    of that major.minor runs, else the newest there is. A refusal by the declared version is an error; by any other
    version it is a warning, because the declared one may think otherwise. Each run may take `seconds`. Files that are
    not there raise no question.
    """
    judged = [
        _judged(step, folder, declared=versions.get(step.system.lower()), programs=programs, seconds=seconds)
        for step in _steps(folder)
    ]
    # promtool refuses a faulty prometheus.yml in the same words each time it reads it.
    findings = dict.fromkeys(finding for one in judged for finding in one.findings)
    ordered = sorted(findings, key=lambda finding: finding.order)
    return VerifyResult(tuple(ordered), tuple(one.run for one in judged))


def _steps(folder: Path) -> Iterator[Step]:
    for system in (prometheus, web_config, alertmanager, jaeger):
        yield from system.steps(folder)


def _judged(step: Step, folder: Path, *, declared: Version | None, programs: Programs, seconds: float) -> Judged:
    program = programs.nearest(step.program, declared=declared)
    if program is None:
        silent = [f"; `{path}` is no use: {why}" for path, why in programs.silent if path.name == step.program]
        return step.left_out(
            declared=declared, why=f"{step.program} is neither on PATH nor under .tools/{''.join(silent)}"
        )
    inquiry = Inquiry(folder, program, declared, seconds)
    try:
        return step.examine(inquiry, step)
    except (OSError, UnicodeDecodeError) as error:
        return step.unread(inquiry, error)
