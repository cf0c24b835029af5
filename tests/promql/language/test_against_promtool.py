"""Random expressions, right and torn, judged by the parser and by the promtool of each release at hand."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o11ygen.promql.language import dialect, read
from o11ygen.version import Version
from tests.programs import program
from tests.promql.language.expressions import Grower

EXPERIMENTAL = "promql-experimental-functions"
DIALECTS = [("2.42", ()), ("2.53", ()), ("3.5", ()), ("3.5", (EXPERIMENTAL,))]


def accepted(promtool: Path, folder: Path, expressions: list[str], features: tuple[str, ...]) -> set[str]:
    """The expressions that promtool takes in a rule; one file each, as it stops at the first fault of a file."""
    files = {folder / f"{number}.yml": text for number, text in enumerate(expressions)}
    for file, text in files.items():
        file.write_text(f"groups: [{{name: g, rules: [{{record: r, expr: {json.dumps(text)}}}]}}]")
    flags = [f"--enable-feature={feature}" for feature in features]
    run = subprocess.run([promtool, *flags, "check", "rules", *files], capture_output=True, check=False)
    checked = re.findall(r"Checking (.+)\n(  SUCCESS)?", run.stdout.decode())
    assert len(checked) == len(files), run.stderr[-2000:]
    return {files[Path(file)] for file, success in checked if success}


@pytest.mark.tools
@pytest.mark.parametrize(("release", "features"), DIALECTS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_verdicts_are_those_of_promtool(release: str, features: tuple[str, ...], tmp_path: Path, seed: int) -> None:
    expressions = Grower(seed).expressions(150)
    theirs = accepted(program("promtool", release), tmp_path, expressions, features)
    reads = dialect(Version.parse(release)[:2], frozenset(features))
    ours = {text for text in expressions if read(text, reads).accepted}
    assert (ours - theirs, theirs - ours) == (set(), set())
