"""What `o11ygen validate` costs beside promtool 3.5 and amtool 0.33: CPU time and peak memory of whole processes.

`validate.py` takes the median of five rounds, in which the programs take turns; `validate.py --quick` one round of
smaller files. It exits with 1 when a goal is missed, and with 2 when one of the programs is not installed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Command, Cost, race
from rule_files import write_rule_file
from table import Row, cpu_and_memory, in_seconds, show

from o11ygen.verify.programs import find_programs
from o11ygen.version import Version

ROOT = Path(__file__).resolve().parent.parent
VALIDATE = (str(Path(sys.executable).with_name("o11ygen")), "validate")
RELEASES = {"promtool": Version(3, 5), "amtool": Version(0, 33)}
EXAMPLE = ROOT / "output" / "production"
# Runs of a tenth of a second differ more from one to the next, and cost little.
_SMALL_ROUNDS = 15


def main() -> None:
    """Measure, and print the table as it goes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one round, 1,000 rules")
    quick = parser.parse_args().quick
    rounds, rules = (1, 1000) if quick else (5, 10_000)
    with tempfile.TemporaryDirectory(prefix="o11ygen-bench-") as folder:
        reached = show(rows(Path(folder), rounds=rounds, rules=rules), rounds=rounds)
    sys.exit(not reached)


def rows(folder: Path, *, rounds: int, rules: int) -> Iterator[Row]:
    """The rows; `rules` are those of the large files. Raises SystemExit where a program is not installed."""
    promtool, amtool = program("promtool"), program("amtool")
    yield from _large(folder, promtool, rounds, rules)
    yield from _small(folder, promtool, amtool, rounds)
    yield _many(folder / "many", promtool, rounds, rules // 100)


def program(name: str) -> str:
    """The program of the release that is compared with. Raises SystemExit where it is not installed."""
    release = RELEASES[name]
    programs = find_programs(ROOT, names=(name,)).of(name)
    found = [program for program in programs if program.version[:2] == release[:2]]
    if not found:
        print(f"There is no {name} {release} on PATH or in .tools/: `make tools` gets it.", file=sys.stderr)
        sys.exit(2)
    return str(found[0].path)


def _ours(*arguments: str | Path) -> Command:
    """Both are asked about the same release."""
    asked = (f"--prometheus={RELEASES['promtool']}", f"--alertmanager={RELEASES['amtool']}")
    return Command([*VALIDATE, *asked, *map(str, arguments)], ROOT)


def _large(folder: Path, promtool: str, rounds: int, rules: int) -> Iterator[Row]:
    some = write_rule_file(folder / "some.yml", rules=rules, expressions=rules // 10)
    every = write_rule_file(folder / "every.yml", rules=rules, expressions=rules)
    check = (promtool, "check", "rules")
    ours, theirs, distinct, theirs_distinct = race(
        [_ours(some), Command([*check, str(some)]), _ours(every), Command([*check, str(every)])], rounds=rounds
    )
    yield from _both(f"{rules:,} rules, {rules // 10:,} different expressions", ours, theirs, goal=1)
    yield from _both(f"{rules:,} rules, all expressions different", distinct, theirs_distinct, goal=1.5)


def _both(what: str, ours: Cost, theirs: Cost, *, goal: float) -> Iterator[Row]:
    title = f"`validate` of {what}, beside promtool 3.5"
    return cpu_and_memory(title, ours, theirs, cpu=goal, memory=goal)


def _small(folder: Path, promtool: str, amtool: str, rounds: int) -> Iterator[Row]:
    rule_file = write_rule_file(folder / "small.yml", rules=3, expressions=3)
    prometheus = EXAMPLE / "prometheus" / "prometheus.yml"
    alertmanager = EXAMPLE / "alertmanager" / "alertmanager.yml"
    # Only the file itself: the two look at different files beside it.
    compared = (
        ("a rule file of 3 rules", _ours(rule_file), Command([promtool, "check", "rules", str(rule_file)])),
        (
            "the example's prometheus.yml",
            _ours("--syntax-only", prometheus),
            Command([promtool, "check", "config", "--syntax-only", str(prometheus)]),
        ),
        ("the example's alertmanager.yml", _ours(alertmanager), Command([amtool, "check-config", str(alertmanager)])),
    )
    costs = race([command for _, *commands in compared for command in commands], rounds=max(rounds, _SMALL_ROUNDS))
    for (what, *_), ours, theirs in zip(compared, costs[::2], costs[1::2], strict=True):
        beside = "amtool 0.33" if "alertmanager" in what else "promtool 3.5"
        yield Row(
            f"`validate` of {what}, beside {beside}",
            in_seconds(ours.cpu),
            in_seconds(theirs.cpu),
            ours.cpu / theirs.cpu,
            4,
        )


def _many(folder: Path, promtool: str, rounds: int, files: int) -> Row:
    """A folder in one run, beside a run of promtool for each of its files."""
    paths = [write_rule_file(folder / f"rules-{n}.yml", rules=20, expressions=20, start=20 * n) for n in range(files)]
    one_each = f'for file in "{folder}"/*.yml; do "{promtool}" check rules "$file" || exit 1; done'
    ours, theirs = race([_ours(folder), Command(["sh", "-c", one_each])], rounds=rounds)
    return Row(
        f"`validate` of a folder of {len(paths)} rule files of 20 rules, beside promtool 3.5 run for each",
        in_seconds(ours.cpu),
        in_seconds(theirs.cpu),
        ours.cpu / theirs.cpu,
        0.5,
    )


if __name__ == "__main__":
    main()
