"""One program asked about rendered files: the run that the report lists, and its answer as findings."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from o11ygen.finding import Finding, Location, Severity
from o11ygen.record import record
from o11ygen.report import Judgement
from o11ygen.verify.programs import Answer, Program, ask, speaks_for
from o11ygen.verify.verdict import Fault
from o11ygen.version import Version


class Outcome(enum.Enum):
    """How one run of one program ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNDECIDED = "cannot say"
    LEFT_OUT = "left out"


@record
class Run:
    """One program asked about files: which version of it, for which declared one, and how it ended.

    `files` are paths inside the environment's folder; `version` and `path` are empty for a program that is not
    installed; `note` says why a run was left out or undecided, and what an accepting run did not look at.
    """

    program: str
    command: str
    files: tuple[str, ...]
    outcome: Outcome
    version: Version | None = None
    path: Path | None = None
    declared: Version | None = None
    note: str = ""

    @property
    def exact(self) -> bool:
        """Whether the program that ran is of the declared version, up to patch releases."""
        return self.version is not None and speaks_for(self.version, self.declared)

    def judgement(self, environment: str) -> Judgement:
        """The run as reports tell it."""
        decided = self.outcome in (Outcome.ACCEPTED, Outcome.REFUSED)
        return Judgement(
            environment,
            f"{self.program} {self.version}" if self.version else self.program,
            f"{self.program} {self.command}",
            self.files,
            self.outcome.value,
            "" if decided else self.note or self.outcome.value,
            self.note if decided else "",
        )

    def __str__(self) -> str:
        name = f"{self.program} {self.version}" if self.version else self.program
        other = "" if self.exact or self.version is None else f" (declared: {self.declared})"
        note = f": {self.note}" if self.note else ""
        return f"{name}{other} {self.command} {', '.join(self.files)}: {self.outcome.value}{note}"


@record
class Judged:
    """One run and what it found."""

    run: Run
    findings: tuple[Finding, ...] = ()


@record
class Inquiry:
    """A program at hand, to be asked about files under `folder`; `seconds` is the time it has for each answer."""

    folder: Path
    program: Program
    declared: Version | None
    seconds: float

    def ask(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Answer:
        """The program's answer, run in the environment's folder, so that it names files as the report does."""
        return ask(self.program.path, *arguments, folder=self.folder, environment=environment, timeout=self.seconds)

    def flags(self, system: str) -> tuple[str, ...]:
        """The flags that the server is started with, from `<system>/flags`: some change what its checker accepts."""
        file = self.folder / system / "flags"
        if not file.is_file():
            return ()
        lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
        return tuple(line for line in lines if line and not line.startswith("#"))

    def features(self, system: str) -> tuple[str, ...]:
        """The features that these flags enable, in their order."""
        listed = (flag.partition("=")[2] for flag in self.flags(system) if flag.startswith("--enable-feature="))
        return tuple(feature for features in listed for feature in features.split(","))


Examine: TypeAlias = Callable[[Inquiry, "Step"], Judged]


@record
class Step:
    """One question to one program: `promtool check rules` about these files, and what a refusal means in production."""

    program: str
    system: str
    id: str
    command: str
    files: tuple[str, ...]
    consequence: str
    examine: Examine

    def left_out(self, *, declared: Version | None, why: str) -> Judged:
        """The run that did not take place."""
        return Judged(Run(self.program, self.command, self.files, Outcome.LEFT_OUT, declared=declared, note=why))

    def judged(
        self,
        inquiry: Inquiry,
        answer: Answer,
        *,
        faults: Iterable[Fault] = (),
        names: Mapping[str, str] | None = None,
        note: str = "",
        undecided: str = "",
    ) -> Judged:
        """The answer as a run and findings; an acceptance with `undecided` set is none, and that text says why.

        `faults` are those the answer holds, `names` tells which file of the folder the program means by a name.
        """
        if answer.code is None:
            run = self._run(inquiry, Outcome.UNDECIDED, note=answer.silence)
            return Judged(run, (self._silent(inquiry, answer.silence),))
        findings = tuple(self._finding(inquiry, fault, names or {}) for fault in faults)
        if any(not is_lint(fault) for fault in faults):
            return Judged(self._run(inquiry, Outcome.REFUSED, note=note), findings)
        outcome = Outcome.UNDECIDED if undecided else Outcome.ACCEPTED
        return Judged(self._run(inquiry, outcome, note="; ".join(filter(None, (undecided, note)))), findings)

    def undecided(self, inquiry: Inquiry, why: str) -> Judged:
        """The run whose program is of no use for this file, and why."""
        return Judged(self._run(inquiry, Outcome.UNDECIDED, note=why))

    def unread(self, inquiry: Inquiry, error: Exception) -> Judged:
        """The run that could not begin, because a file can't be read here (or its copy not written)."""
        message = f"`{self.files[0]}` can't be laid out for `{inquiry.program}`: {error}; the file is not proven"
        hint = "Make the folder readable and run `o11ygen generate` again."
        location = Location(file=(inquiry.folder / self.files[0]).as_posix())
        finding = Finding(self.id, Severity.ERROR, message, hint, location)
        return Judged(self._run(inquiry, Outcome.UNDECIDED, note=str(error)), (finding,))

    def _run(self, inquiry: Inquiry, outcome: Outcome, *, note: str) -> Run:
        program = inquiry.program
        return Run(
            program=self.program,
            command=self.command,
            files=self.files,
            outcome=outcome,
            version=program.version,
            path=program.path,
            declared=inquiry.declared,
            note=note,
        )

    def _silent(self, inquiry: Inquiry, why: str) -> Finding:
        return Finding(
            id=self.id,
            severity=Severity.ERROR,
            message=f"`{inquiry.program}` gives no verdict on `{self.files[0]}`: {why}; the file is not proven",
            hint=f"Run `{self.program} {self.command}` by hand to see what it does, or install another build of it.",
            location=Location(file=(inquiry.folder / self.files[0]).as_posix()),
        )

    def _finding(self, inquiry: Inquiry, fault: Fault, names: Mapping[str, str]) -> Finding:
        file = names.get(fault.file, fault.file) or self.files[0]
        program, text = inquiry.program, fault.text
        for written, name in names.items():
            text = text.replace(written, name)
        text = text.replace(f"{inquiry.folder.absolute().as_posix()}/", "").rstrip(".")
        location = Location(file=(inquiry.folder / file).as_posix(), line=fault.line, column=fault.column)
        if is_lint(fault):
            message = f"`{program}` reports in `{file}`: {text}; Prometheus evaluates both and their results mix"
            return Finding(self.id, Severity.WARNING, message, "Give each rule a name or labels of its own.", location)
        if not speaks_for(program.version, inquiry.declared):
            message = (
                f"`{program}` refuses `{file}`: {text}; {self.system} {inquiry.declared}, as declared, may accept it"
            )
            hint = (
                f"Put {self.program} {inquiry.declared} on PATH or under .tools/ to hear it from the version that runs."
            )
            return Finding(self.id, Severity.WARNING, message, hint, location)
        message = f"`{program}` refuses `{file}`: {text}; {self.consequence}"
        return Finding(self.id, Severity.ERROR, message, _RENDER_AGAIN, location)


_RENDER_AGAIN = "Change the spec and run `o11ygen generate`; that also takes back an edit by hand."


def is_lint(fault: Fault) -> bool:
    """Whether promtool only warns: it names duplicate rules, and the server still loads the file."""
    return fault.text.startswith("lint error")
