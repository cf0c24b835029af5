"""The settings of Jaeger's page: Jaeger passes them on, and the page takes what it knows and trusts the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.finding import Severity
from o11ygen.targets.jaeger_ui import JaegerUi
from o11ygen.targets.model import judge as judge_model
from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, warning


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What keeps the page from being drawn, and what changes nothing."""
    if not isinstance(value, Mapping):
        yield Flaw("jaeger/value", "the settings are an object: Jaeger does not start", "Begin them with `{`.")
        return
    for problem in judge_model(JaegerUi, value, context.versions):
        id_ = "jaeger/field" if problem.kind == "unknown" else f"jaeger/{problem.kind}"
        if problem.kind == "unknown":
            message = f"{problem.message}: the page ignores it"
            yield warning(id_, message, problem.hint, problem.path, on_key=True)
        elif _is_of_a_wrong_shape(problem.message):
            message = f"`{problem.path[-1]}` {problem.message}: the page trusts it, and breaks where it is used"
            yield Flaw(id_, message, problem.hint or "Write it as the page's reference has it.", problem.path)
        else:
            severity = Severity.ERROR if problem.message.endswith("is required") else Severity.WARNING
            yield Flaw(id_, problem.message, problem.hint, problem.path, severity, refused=severity is Severity.ERROR)


def _is_of_a_wrong_shape(message: str) -> bool:
    return message.startswith(("must be a list", "must be a mapping", "must be text"))
