"""Where a value stands in what an author has written out."""

from __future__ import annotations

import ast

import pytest

from o11ygen.literal import Step, written_below


@pytest.mark.parametrize(
    ("written", "steps", "found"),
    [
        ("('a', 'b')", (1,), "'b'"),
        ("['a', ('b', 'c')]", (1, 0), "'b'"),
        ("{'a': 1, 'b': 2}", ("b",), "2"),
        ("{Severity.WARNING: Level(), o11ygen.Severity.CRITICAL: 1}", ("critical",), "1"),
        ("{3: 'a'}", (3,), "'a'"),
        ("per_env(1, {'staging': 2}, tiers={'production': 3})", ("per_env default",), "1"),
        ("per_env(1, {'staging': 2}, tiers={'production': 3})", ("per_env staging",), "2"),
        ("o11ygen.per_env(1, environments={'staging': (2, 4)})", ("per_env staging", 1), "4"),
        ("per_env(1, {'staging': 2}, tiers={'production': 3})", ("per_env tier production",), "3"),
    ],
)
def test_what_is_written_out(written: str, steps: tuple[Step, ...], found: str) -> None:
    assert _below(written, steps) == found


@pytest.mark.parametrize(
    ("written", "steps", "found"),
    [
        ("names", (1,), "names"),
        ("(*names, 'b')", (1,), "(*names, 'b')"),
        ("('a', names)", (1, 0), "names"),
        ("{**names, 'b': 2}", ("c",), "{**names, 'b': 2}"),
        ("of('a', 'b')", (1,), "of('a', 'b')"),
        ("per_env(default, names)", ("per_env staging",), "names"),
        ("per_env(1)", ("per_env staging",), "per_env(1)"),
    ],
)
def test_what_is_not_is_as_far_as_it_goes(written: str, steps: tuple[Step, ...], found: str) -> None:
    assert _below(written, steps) == found


def _below(written: str, steps: tuple[Step, ...]) -> str:
    return ast.unparse(written_below(ast.parse(written, mode="eval").body, steps))
