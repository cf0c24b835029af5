"""The rule files of the benchmark are what it says of them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.rule_files import expression, write_rule_file
from o11ygen.promql.gate import accepted_type
from o11ygen.promql.likeness import likeness
from o11ygen.validate import validate
from o11ygen.version import Version

VERSION = Version.parse("3.5")


def test_expressions_are_read_and_differ_in_more_than_names() -> None:
    texts = [expression(number) for number in range(2000)]
    assert {accepted_type(text, version=VERSION) for text in texts[:200]} == {"vector"}
    alike = [likeness(text) for text in texts]
    assert len({found.text if found else text for found, text in zip(alike, texts, strict=True)}) == len(texts)


def test_expressions_repeat_after_so_many(tmp_path: Path) -> None:
    file = write_rule_file(tmp_path / "rules.yml", rules=45, expressions=15)
    text = file.read_text("utf-8")
    assert text.count("- name: ") == 3
    assert [text.count(expression(number).splitlines()[0]) for number in (0, 14, 15)] == [3, 3, 0]
    (report,) = validate([str(file)], versions={"prometheus": VERSION}).files
    assert (report.kind, report.valid, report.findings) == ("rules", True, ())
