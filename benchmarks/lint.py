"""What `o11ygen lint FILE` costs beside promtool 3.5: CPU time and peak memory of whole processes.

`lint.py` takes the median of five rounds, in which the programs take turns; `lint.py --quick` one round of smaller files.
All checks are on. It exits with 1 when a goal is missed, and with 2 when promtool is not installed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Command, Cost, race
from rule_files import write_rule_file
from table import Row, in_megabytes, in_seconds, show
from validate import ROOT, program

LINT = (str(Path(sys.executable).with_name("o11ygen")), "lint", "--prometheus=3.5", "--fail-on=never")
# All that can be said of a stranger's files, so that every check which goes by it runs.
FACTS = ("--scrape-interval=15s", "--retention=15d", "--external-label=cluster")


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
    """The rows; `rules` are those of a file. Raises SystemExit where promtool is not installed."""
    promtool = program("promtool")
    some = write_rule_file(folder / "some.yml", rules=rules, expressions=rules // 10)
    every = write_rule_file(folder / "every.yml", rules=rules, expressions=rules)
    many = write_rule_file(folder / "many.yml", rules=10 * rules, expressions=rules)
    check = (promtool, "check", "rules", "--lint=all")
    ours, theirs, distinct, theirs_distinct = race(
        [_ours(some), Command([*check, str(some)]), _ours(every), Command([*check, str(every)])], rounds=rounds
    )
    yield from _both(f"{rules:,} rules, {rules // 10:,} different expressions", ours, theirs, goal=1.5)
    yield from _both(f"{rules:,} rules, all expressions different", distinct, theirs_distinct, goal=0)
    large, theirs_large = race([_ours(many), Command([*check, str(many)])], rounds=min(rounds, 3))
    yield from _both(f"{10 * rules:,} rules, {rules:,} different expressions", large, theirs_large, goal=0)
    yield Row(
        "ten times the rules: CPU time beside ten times that of the first row",
        in_seconds(large.cpu),
        in_seconds(10 * ours.cpu),
        large.cpu / (10 * ours.cpu),
        1.1,
    )


def _ours(file: Path) -> Command:
    return Command([*LINT, *FACTS, str(file)], ROOT)


def _both(what: str, ours: Cost, theirs: Cost, *, goal: float) -> Iterator[Row]:
    yield Row(
        f"`lint` of {what}, beside `promtool check rules` 3.5",
        in_seconds(ours.cpu),
        in_seconds(theirs.cpu),
        ours.cpu / theirs.cpu,
        goal,
    )
    yield Row(
        "the same: peak memory",
        in_megabytes(ours.memory),
        in_megabytes(theirs.memory),
        ours.memory / theirs.memory,
        min(goal, 1),
    )


if __name__ == "__main__":
    main()
