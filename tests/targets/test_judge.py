from collections.abc import Iterator
from typing import Annotated

import pytest
from pydantic import ValidationError

from o11ygen.targets.model import Deprecated, Problem, Since, Target, judge
from o11ygen.targets.relation import Fault, Versions, at_least, exclusive, one_of, relation, repeated
from o11ygen.targets.scalars import Int, Text
from o11ygen.version import Version


class Leaf(Target):
    """A part."""

    name: Text
    left: Text | None = None
    right: Text | None = None
    count: Annotated[Int | None, Since(prometheus="2.10")] = None

    @relation
    def _one_side(self, versions: Versions) -> Iterator[Fault]:
        yield from exclusive(self, "left", "right")


class NamedLeaf(Leaf):
    """A part that also has rules of its own."""

    old: Annotated[Text | None, Deprecated("Write `name`", prometheus="2.5")] = None

    @relation
    def _lower(self, versions: Versions) -> Iterator[Fault]:
        if self.name != self.name.lower() and not at_least(versions, prometheus="3.0"):
            yield Fault("the name is not in lower case", "Lower it", ("name",))


class Tree(Target):
    """A document."""

    leaves: list[NamedLeaf] | None = None
    by_key: dict[str, Leaf] | None = None
    one: Leaf | None = None

    @relation
    def _names(self, versions: Versions) -> Iterator[Fault]:
        names = ((index, leaf.name) for index, leaf in enumerate(self.leaves or ()))
        yield from repeated(names, "the name", "Rename one", at=lambda index: ("leaves", index, "name"))


def judged(value: object, version: str = "3.0") -> list[tuple[str, str, str]]:
    problems = judge(Tree, value, {"prometheus": Version.parse(version)})
    return [(problem.place, problem.message, problem.kind) for problem in problems]


BOTH = "`left` and `right` exclude each other"


def test_relations_are_judged_at_every_depth_with_their_places() -> None:
    both = {"name": "a", "left": "l", "right": "r"}
    assert judged({"leaves": [both, both], "by_key": {"a b": both}, "one": both}) == [
        ("leaves[1].name", "the name `a` is used twice, first by number 1", "value"),
        ("leaves[0].right", BOTH, "value"),
        ("leaves[1].right", BOTH, "value"),
        ('by_key["a b"].right', BOTH, "value"),
        ("one.right", BOTH, "value"),
    ]


def test_rules_of_a_base_and_its_subclass_are_both_judged() -> None:
    leaf = {"name": "A", "left": "l", "right": "r"}
    expected = [("leaves[0].right", BOTH, "value"), ("leaves[0].name", "the name is not in lower case", "value")]
    assert judged({"leaves": [leaf]}, "2.9") == expected
    assert judged({"leaves": [leaf]}, "3.0") == expected[:1]


def test_a_wrong_field_hides_no_fault_elsewhere() -> None:
    leaves = [{"name": "a", "left": ["l"]}, {"name": "a"}, {"name": "b", "left": "l", "right": "r"}]
    assert judged({"leaves": leaves}) == [
        ("leaves[0].left", "must be text", "value"),
        ("leaves[1].name", "the name `a` is used twice, first by number 1", "value"),
        ("leaves[2].right", BOTH, "value"),
    ]


def test_a_wrong_field_makes_no_second_fault_in_its_own_part() -> None:
    assert judged({"leaves": [{"name": ["A"], "left": "l", "right": "r"}]}, "2.9") == [
        ("leaves[0].name", "must be text", "value")
    ]


def test_an_item_that_can_not_be_read_hides_only_its_list() -> None:
    document = {"leaves": [{"nam": "a"}, None], "one": {"name": "a", "left": "l", "right": "r"}}
    assert judged(document) == [
        ("leaves[0].name", "`name` is required", "value"),
        ("leaves[0].nam", "unknown field `nam`", "unknown"),
        ("leaves[1]", "must be a mapping of fields to values", "value"),
        ("one.right", BOTH, "value"),
    ]


def test_a_field_too_new_is_read_all_the_same() -> None:
    assert judged({"one": {"name": "a", "count": "x"}}, "2.9") == [
        ("one.count", "`count` needs Prometheus 2.10; judged as 2.9", "version"),
        ("one.count", "must be a whole number, without quotes", "value"),
    ]


def test_a_deprecated_field_is_no_reason_to_stop() -> None:
    leaf = {"name": "A", "old": "o"}
    assert judged({"leaves": [leaf]}, "2.9") == [
        ("leaves[0].old", "`old` is deprecated since Prometheus 2.5", "deprecated"),
        ("leaves[0].name", "the name is not in lower case", "value"),
    ]


@pytest.mark.parametrize("value", [None, [], "text", 5])
def test_a_document_that_is_no_mapping(value: object) -> None:
    assert judged(value) == [("", "must be a mapping of fields to values", "value")]


def test_the_document_is_left_as_it_was() -> None:
    document = {"leaves": [{"name": ["a"], "nam": 1}], "other": {}}
    judged(document)
    assert document == {"leaves": [{"name": ["a"], "nam": 1}], "other": {}}


def test_building_judges_the_relations_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        NamedLeaf(name="a", left="l", right="r")
    assert [(line["loc"], line["msg"]) for line in refused.value.errors()] == [(("right",), BOTH)]


def test_hints_say_what_to_write() -> None:
    problems = judge(Tree, {"on": 1, "zzz": 1, "one": {"name": "a", "left": "l", "right": "r"}}, {})
    assert problems == (
        Problem(("on",), "unknown field `on`", 'Did you mean "one"?', "unknown"),
        Problem(("zzz",), "unknown field `zzz`", "Known fields: by_key, leaves, one", "unknown"),
        Problem(("one", "right"), BOTH, "Keep one of them"),
    )


def test_one_of_wants_exactly_one() -> None:
    leaf = Leaf(name="a", left="l")
    assert list(one_of(leaf, "left", "right")) == []
    assert [fault.message for fault in one_of(Leaf(name="a"), "left", "right")] == [
        "one of `left` and `right` is required"
    ]


def test_versions_compare_as_numbers_and_an_undeclared_one_is_the_newest() -> None:
    declared = {"prometheus": Version.parse("2.9.5")}
    assert at_least(declared, prometheus="2.9")
    assert not at_least(declared, prometheus="2.10")
    assert at_least({}, prometheus="99.0")
