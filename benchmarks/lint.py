"""What `o11ygen lint FILE` costs beside promtool 3.5: CPU time and peak memory of whole processes.

`lint.py` takes the median of five rounds, in which the programs take turns; `lint.py --quick` one round of smaller files.
All checks are on. It exits with 1 when a goal is missed, and with 2 when promtool is not installed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from measure import Command, Cost, race
from rule_files import write_rule_file
from table import Row, cpu_and_memory, in_seconds, show
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
        measured = (rows(Path(folder), rounds=rounds, rules=rules), growth(Path(folder), rounds=rounds, rules=rules))
        reached = show(chain(*measured), rounds=rounds)
    sys.exit(not reached)


def rows(folder: Path, *, rounds: int, rules: int) -> Iterator[Row]:
    """The rows on files of so many rules. Raises SystemExit where promtool is not installed."""
    promtool = program("promtool")
    check = (promtool, "check", "rules", "--lint=all")
    files = (
        write_rule_file(folder / "some.yml", rules=rules, expressions=rules // 10, sound=True),
        write_rule_file(folder / "every.yml", rules=rules, expressions=rules, sound=True),
        write_rule_file(folder / "nonsense.yml", rules=rules, expressions=rules // 10),
    )
    costs = race([one for file in files for one in (_ours(file), Command([*check, str(file)]))], rounds=rounds)
    some, every, nonsense = zip(costs[::2], costs[1::2], strict=True)
    yield from _both(f"{rules:,} rules, {rules // 10:,} different expressions", *some, goal=1.5)
    yield from _both(f"{rules:,} rules, all expressions different", *every)
    yield from _both(f"{rules:,} rules that make no sense: several findings for each", *nonsense)


def growth(folder: Path, *, rounds: int, rules: int) -> Iterator[Row]:
    """Ten times the rules, beside ten times their cost."""
    few = write_rule_file(folder / "few.yml", rules=rules, expressions=rules // 10, sound=True)
    many = write_rule_file(folder / "many.yml", rules=10 * rules, expressions=rules, sound=True)
    check = (program("promtool"), "check", "rules", "--lint=all")
    one, ten, theirs = race([_ours(few), _ours(many), Command([*check, str(many)])], rounds=min(rounds, 3))
    yield from _both(f"{10 * rules:,} rules, {rules:,} different expressions", ten, theirs)
    what = f"`lint` of {10 * rules:,} rules, beside ten times `lint` of {rules:,}"
    yield Row(what, in_seconds(ten.cpu), in_seconds(10 * one.cpu), ten.cpu / (10 * one.cpu), 1.1)


def _ours(file: Path) -> Command:
    return Command([*LINT, *FACTS, str(file)], ROOT)


def _both(what: str, ours: Cost, theirs: Cost, *, goal: float = 0) -> Iterator[Row]:
    title = f"`lint` of {what}, beside `promtool check rules` 3.5"
    return cpu_and_memory(title, ours, theirs, cpu=goal, memory=min(goal, 1))


if __name__ == "__main__":
    main()
