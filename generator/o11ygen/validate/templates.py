"""Files of notification templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from o11ygen.gotemplate import parse_notification_template
from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, warning


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What Alertmanager refuses at load, and what fails when a notification is made; `value` is the text."""
    if not isinstance(value, str):
        return
    parsed = parse_notification_template(value, version=context.versions.get("alertmanager"), in_file=True)
    for problem in parsed.problems:
        if problem.refused:
            yield Flaw(f"template/{problem.kind}", problem.message, problem.hint, offset=problem.offset)
        elif problem.kind != "template":
            # A template that is called may be defined in another file.
            yield warning(f"template/{problem.kind}", problem.message, problem.hint, (), offset=problem.offset)
