"""Records beside the dataclasses that they stand for: whatever the fields are, both behave alike."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.record import record


class Fields:
    name: str
    size: int = 3
    tags: tuple[str, ...] = field(default=(), repr=False)
    made: dict[str, int] = field(default_factory=dict, compare=False)


def both(body: type) -> tuple[Any, Any]:
    """The same fields as a record and as a frozen dataclass with slots."""
    written = {name: value for name, value in vars(body).items() if name not in ("__dict__", "__weakref__")}
    return record(type("Made", (), dict(written))), dataclass(frozen=True, slots=True)(type("Made", (), dict(written)))


RECORD, DATACLASS = both(Fields)
VALUES = st.fixed_dictionaries(
    {"name": st.sampled_from("ab")},
    optional={
        "size": st.integers(0, 2),
        "tags": st.tuples(st.sampled_from("xy")),
        "made": st.dictionaries(st.sampled_from("xy"), st.integers(0, 1)),
    },
)


@given(one=VALUES, other=VALUES)
def test_it_is_built_compared_and_shown_as_a_dataclass(one: dict[str, Any], other: dict[str, Any]) -> None:
    left, right = RECORD(**one), RECORD(**other)
    assert (left == right) == (DATACLASS(**one) == DATACLASS(**other))
    assert repr(left) == repr(DATACLASS(**one))
    assert [getattr(left, item.name) for item in fields(left)] == [
        getattr(DATACLASS(**one), item.name) for item in fields(DATACLASS)
    ]
    assert left != right or hash(left) == hash(right)
    assert replace(left, name="c") == RECORD(**{**one, "name": "c"})
    assert copy.copy(left) == copy.deepcopy(left) == left


def test_it_is_read_as_a_dataclass() -> None:
    read: object = RECORD
    assert is_dataclass(read)
    assert RECORD.__match_args__ == DATACLASS.__match_args__
    assert RECORD.__slots__ == DATACLASS.__slots__
    assert RECORD("a") != DATACLASS("a")


def test_defaults_that_are_made_are_not_shared() -> None:
    assert RECORD("a").made is not RECORD("a").made


@pytest.mark.parametrize("values", [(), ("a", 1, (), {}, 5)])
def test_wrong_arguments_are_refused(values: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match="__init__"):
        RECORD(*values)


def test_it_never_changes() -> None:
    made = RECORD("a")
    with pytest.raises(FrozenInstanceError, match="`name` of Made can't be changed"):
        made.name = "b"
    with pytest.raises(FrozenInstanceError):
        del made.name
    with pytest.raises(AttributeError):
        made.other = 1
    assert (type(made), made.name) == (RECORD, "a")


@record
class Whole:
    """Pickled by its name, so it stands in the module."""

    name: str

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "whole"


@record
class Longer(Whole):
    """A record that adds a field to another."""

    size: int = 1


def test_it_is_pickled() -> None:
    again = pickle.loads(pickle.dumps(Longer("a", 2)))
    assert (type(again), again.name, again.size) == (Longer, "a", 2)


def test_what_a_class_says_itself_stays() -> None:
    assert Whole("a") == Whole("b")
    assert repr(Whole("a")) == "whole"


def test_a_record_may_inherit_from_a_record() -> None:
    assert [Whole("a").name, Longer("b").size, Longer("c", 5).name] == ["a", 1, "c"]
    assert type(Longer("b")) is Longer


def test_a_constructor_is_compiled_for_the_first_object() -> None:
    class Late:
        name: str

    made = record(Late)
    waiting = made.__init__
    made("a")  # type: ignore[call-arg]  # mypy sees the class without its decorator
    assert made.__init__ is not waiting
