"""jaeger over the rendered jaeger.yaml: `jaeger validate` builds every component from it and starts none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from o11ygen.verify.inquiry import Inquiry, Judged, Step
from o11ygen.verify.verdict import jaeger_faults

_FILE = "jaeger/jaeger.yaml"
_STOPS = "Jaeger stops at start"

# `${env:NAME}`, or `${NAME}`; with a default of its own (`:-`) a variable needs no placeholder.
_VARIABLE = re.compile(r"\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)\}")
# A URL, because that passes as an address and as a password.
_PLACEHOLDER = "http://placeholder.invalid"


def steps(folder: Path) -> Iterator[Step]:
    """The question that a Jaeger configuration raises, where there is one."""
    if (folder / _FILE).is_file():
        yield Step("jaeger", "Jaeger", "jaeger/validate", "validate", (_FILE,), _STOPS, _check)


def _check(inquiry: Inquiry, step: Step) -> Judged:
    text = (inquiry.folder / _FILE).read_text(encoding="utf-8")
    variables = {name: _PLACEHOLDER for name in _VARIABLE.findall(text) if name not in os.environ}
    answer = inquiry.ask("validate", "--config", _FILE, environment=variables)
    return step.judged(inquiry, answer, faults=jaeger_faults(answer.text) if answer.code else ())
