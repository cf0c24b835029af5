"""Syntax errors in the words of people who write YAML, instead of the parser's."""

from __future__ import annotations

from typing import Any

from yaml import YAMLError

from o11ygen.yamlread.fault import Fault, Place


def syntax_fault(error: YAMLError, data: bytes) -> Fault:
    """What is wrong with the text, where, and what to write."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(1, 1) if mark is None else Place(mark.line + 1, mark.column + 1)
    return Fault(place, str(getattr(error, "problem", None) or error))
