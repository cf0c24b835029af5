"""What o11ygen costs, beside what it is compared with: CPU time and peak memory of whole processes.

`run.py` takes the median of five rounds, in which the commands take turns; `run.py --quick` one round of a small
project. Only the ratios travel from one machine to another. It exits with 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from lint import rows as lint_rows
from measure import Command, once, race
from synthetic import write_project
from table import Row, in_megabytes, in_seconds, show
from validate import rows as validate_rows

from o11ygen import yamltext

HERE = Path(__file__).parent
PYTHON = sys.executable
O11YGEN = str(Path(sys.executable).with_name("o11ygen"))
LIBRARIES = "import click, jinja2, jsonschema, ryaml, yaml, grafanalib.core; from pydantic import BaseModel"


def main() -> None:
    """Measure, and print the table as it goes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one round, 100 services")
    quick = parser.parse_args().quick
    rounds, services = (1, 100) if quick else (5, 1000)
    with tempfile.TemporaryDirectory(prefix="o11ygen-bench-") as folder:
        reached = show(_rows(Path(folder), rounds=rounds, services=services), rounds=rounds)
    sys.exit(not reached)


def _rows(folder: Path, *, rounds: int, services: int) -> Iterator[Row]:
    yield _help(rounds)
    yield from _example(folder / "example", rounds)
    # Before the project is read back and compared: a process that is started counts what its parent holds as its own.
    yield from validate_rows(folder / "validate", rounds=rounds, rules=100 * services // 10)
    yield from lint_rows(folder / "lint", rounds=rounds, rules=100 * services // 10)
    yield _dashboards(folder / "dashboards", rounds)
    yield from _project(folder, rounds, services)


def _help(rounds: int) -> Row:
    ours, theirs = race(
        [Command([O11YGEN, "--help"]), Command([PYTHON, "-c", "import click"])],
        rounds=max(rounds, 3),
    )
    return Row(
        "`o11ygen --help`, beside importing click",
        in_seconds(ours.cpu),
        in_seconds(theirs.cpu),
        ours.cpu / theirs.cpu,
        2,
    )


def _example(out: Path, rounds: int) -> Iterator[Row]:
    generate = [O11YGEN, "generate", "--out", str(out)]
    again = out.with_name("example-again")
    second = [O11YGEN, "generate", "--out", str(again)]
    once(Command(second, HERE.parent))
    before = _files(again)
    # One round takes seconds, and what it measures differs by a tenth from run to run: more of them tell noise from work.
    ours, repeated, theirs = race(
        [
            Command(generate, HERE.parent, before=lambda: _remove(out)),
            Command(second, HERE.parent),
            Command([PYTHON, "-c", LIBRARIES]),
        ],
        rounds=5 * rounds,
    )
    written = sum(before.get(file) != state for file, state in _files(again).items())
    yield Row(
        "`generate` of the example, beside importing its libraries",
        in_seconds(ours.cpu),
        in_seconds(theirs.cpu),
        ours.cpu / theirs.cpu,
        3,
    )
    # Where nothing is to be written the two do the same work, so what is left between them is noise.
    yield Row(
        f"`generate` with nothing changed ({written} files written), beside the first",
        in_seconds(repeated.cpu),
        in_seconds(ours.cpu),
        repeated.cpu / ours.cpu + written,
        1.05,
    )


def _project(folder: Path, rounds: int, services: int) -> Iterator[Row]:
    large = write_project(folder / "large", services=services)
    small = write_project(folder / "small", services=services // 10)
    emitted = folder / "peer.json"
    peer = [PYTHON, str(HERE / "peer.py"), str(services), str(emitted)]
    generate = [O11YGEN, "generate"]
    ours, repeated, tenth, theirs, yaml = race(
        [
            Command(generate, large, before=lambda: _remove(large / "output")),
            Command(generate, large),
            Command(generate, small, before=lambda: _remove(small / "output")),
            Command(peer, folder),
            Command([*peer[:-1], str(folder / "peer-yaml.json"), "--yaml"], folder),
        ],
        rounds=rounds,
    )
    alerts = _same_alerts(large / "output", emitted)
    name = f"{services:,} services × 3 environments, {alerts:,} alerting rules"
    yield Row(
        f"{name}: CPU beside rjsonnet emitting the alerts as JSON",
        in_seconds(ours.cpu),
        in_seconds(theirs.cpu),
        ours.cpu / theirs.cpu,
        1.5,
    )
    yield Row("the same beside rjsonnet emitting YAML", in_seconds(ours.cpu), in_seconds(yaml.cpu), ours.cpu / yaml.cpu)
    yield Row(
        "the same: peak memory",
        in_megabytes(ours.memory),
        in_megabytes(theirs.memory),
        ours.memory / theirs.memory,
        0.5,
    )
    yield Row(
        "the same again with nothing changed, beside the first",
        in_seconds(repeated.cpu),
        in_seconds(ours.cpu),
        repeated.cpu / ours.cpu,
        1.05,
    )
    yield Row(
        f"the same beside {services // 10} services (10 is linear)",
        in_seconds(ours.cpu),
        in_seconds(tenth.cpu),
        ours.cpu / tenth.cpu,
        11,
    )


def _same_alerts(output: Path, emitted: Path) -> int:
    """The number of alerting rules of all environments. Raises SystemExit unless the peer emitted the same."""
    total = 0
    for environment, document in json.loads(emitted.read_text("utf-8")).items():
        ours = yamltext.parse((output / environment / "prometheus" / "alert-rules.yml").read_text("utf-8"))
        for group in document["groups"]:
            for rule in group["rules"]:
                rule["expr"] = rule["expr"].removesuffix("\n")  # jsonnet's text blocks end with a line break
        if ours != document:
            raise SystemExit(f"{environment}: {_difference(ours, document)}")
        total += sum(len(group["rules"]) for group in document["groups"])
    return total


def _difference(ours: Any, theirs: Any) -> str:
    for left, right in zip(ours["groups"], theirs["groups"], strict=True):
        for one, other in zip(left["rules"], right["rules"], strict=True):
            if one != other:
                return f"the two emit different alerts:\n{one}\n{other}"
    return "the two emit different groups"


def _dashboards(folder: Path, rounds: int) -> Row:
    script = [PYTHON, str(HERE / "dashboards.py"), str(folder)]
    spent = [float(subprocess.run(script, check=True, capture_output=True).stdout) for _ in range(rounds)]
    return Row(
        "a dashboard of 12 panels: built, finished, judged, dumped", f"{median(spent):.1f} ms", "1 ms", median(spent), 5
    )


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file with what changes when it is written."""
    return {str(file): (file.stat().st_ino, file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()}


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
