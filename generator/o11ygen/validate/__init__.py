"""Judges configuration files as promtool, amtool or the server of a release would, without running them."""

from __future__ import annotations

from o11ygen.validate.answer import Answer, Report
from o11ygen.validate.run import UnusableError, validate
from o11ygen.validate.show import render

__all__ = ["Answer", "Report", "UnusableError", "render", "validate"]
