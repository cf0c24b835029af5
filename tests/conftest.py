"""What every test run says at its end: whether tests with real programs were left out."""

from __future__ import annotations

import os

import hypothesis
import pytest

from tests.programs import left_out_summary

# In CI every run tries the same examples: a change is judged by what it changed. Elsewhere they are new in each run.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    # A skipped test's report is (file, line, reason).
    line = left_out_summary(report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    if line:
        terminalreporter.write_line(line, yellow=True, bold=True)
