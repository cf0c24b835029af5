"""What every test run says at its end: whether tests with real programs were left out."""

from __future__ import annotations

import pytest

from tests.programs import left_out_summary


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    # A skipped test's report is (file, line, reason).
    line = left_out_summary(report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    if line:
        terminalreporter.write_line(line, yellow=True, bold=True)
