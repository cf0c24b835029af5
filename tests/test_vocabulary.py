"""`from o11ygen import ...`: every name, found late, and the same for people and for type checkers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from mypy import api

import o11ygen
from o11ygen.spec import vocabulary

SPEC = """
from o11ygen import Alert, Environment, Level, Severity, Team, override, per_env, slack

good = Alert("Down", expr="up == 0", severity=Severity.WARNING, for_=per_env("5m", {"staging": "1h"}))
levels = {Severity.WARNING: Level(threshold=per_env(0.05, tiers={"development": 1})), Severity.CRITICAL: Level()}
also_good = Alert("Up", expr=per_env("up"), levels=levels, labels={"a": "b"}, params={"x": 1})
team = Team("web", page=per_env(slack("#a"), tiers={"production": slack("#b", pages=True)}), notify=slack("#c"))
staging = Environment("production", tier="production").derive("staging", overrides=(override(good, for_="1h"),))
misspelt = Alert("Down", expr="up == 0", severty=Severity.WARNING)
missing = Alert("Down", severity=Severity.WARNING)
wrong = Alert("Down", expr="up == 0", for_=5)
wrong_alternative = Alert("Down", expr=per_env(3))
unnamed = Alert("Down", "up == 0")
"""


def test_every_name_is_there() -> None:
    assert vocabulary.__all__ == sorted(set(vocabulary.__all__))
    for name in vocabulary.__all__:
        assert getattr(o11ygen, name) is getattr(vocabulary, name)
    assert dir(o11ygen) == sorted(vocabulary.__all__)


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r'o11ygen has no name `Allert`\. Did you mean "Alert"\?'):
        o11ygen.Allert  # noqa: B018 - that it is not there is what is tested


def test_importing_the_package_loads_no_model() -> None:
    code = "import sys, o11ygen; print(sorted({'pydantic', 'jinja2', 'grafanalib', 'yaml'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_a_type_checker_reads_it_right(tmp_path: Path) -> None:
    """Plain `mypy --strict`: what is right passes; missing, misspelt and wrongly typed arguments are errors."""
    (tmp_path / "spec.py").write_text(SPEC, encoding="utf-8")
    root = Path(__file__).parent.parent
    cache = ["--cache-dir", str(root / ".mypy_cache")]
    out, _, _ = api.run([*cache, "--strict", "--config-file", str(root / "pyproject.toml"), str(tmp_path / "spec.py")])
    errors = [line.partition("spec.py:")[2] for line in out.splitlines() if ": error:" in line]
    assert [line.partition(":")[0] for line in errors] == ["9", "10", "11", "12", "13"]
    assert 'Unexpected keyword argument "severty" for "Alert"' in errors[0]
    assert 'Missing named argument "expr" for "Alert"' in errors[1]
    assert 'Argument "for_" to "Alert" has incompatible type "int"' in errors[2]
