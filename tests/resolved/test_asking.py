"""Each thing is prepared once for all questions, and nothing that was found right is asked again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from o11ygen.resolved.asking import Ask, ask_each


def ask(question: str, *wrong: str, alike: bool = False, log: list[tuple[str, str]] | None = None) -> Ask[str, str]:
    def find(thing: str) -> Iterable[str]:
        if log is not None:
            log.append((question, thing))
        return [f"{thing} is wrong"] if thing in wrong else []

    return Ask(question, alike, find)


def found(
    things: list[str], asks: list[Ask[str, str]], settled: dict[Hashable, frozenset[Hashable]], prepared: list[str]
) -> list[tuple[Hashable, str]]:
    def prepare(thing: str) -> str | None:
        prepared.append(thing)
        return thing if thing != "broken" else None

    answers = ask_each(
        things, asks, settled, kind_of=lambda one: ("kind", one[0]), itself=lambda one: one, prepare=prepare
    )
    return [(asked.question, answer) for asked, answer in answers]


def test_all_questions_are_asked_of_a_thing_before_the_next_and_it_is_prepared_once() -> None:
    log: list[tuple[str, str]] = []
    prepared: list[str] = []
    asks = [ask("x", "b1", log=log), ask("y", "a1", "b1", log=log)]
    assert found(["a1", "b1"], asks, {}, prepared) == [("y", "a1 is wrong"), ("x", "b1 is wrong"), ("y", "b1 is wrong")]
    assert log == [("x", "a1"), ("y", "a1"), ("x", "b1"), ("y", "b1")]
    assert prepared == ["a1", "b1"]


def test_one_of_a_kind_is_asked_unless_something_was_found() -> None:
    log: list[tuple[str, str]] = []
    prepared: list[str] = []
    things = ["a1", "a2", "b1", "b2", "a1"]
    assert found(things, [ask("x", "b1", "b2", alike=True, log=log)], {}, prepared) == [
        ("x", "b1 is wrong"),
        ("x", "b2 is wrong"),
    ]
    assert log == [("x", "a1"), ("x", "b1"), ("x", "b2")]
    assert prepared == ["a1", "b1", "b2"]


def test_what_is_settled_is_not_asked_again_and_what_was_wrong_is() -> None:
    settled: dict[Hashable, frozenset[Hashable]] = {}
    asks = [ask("x", "b1"), ask("y", alike=True)]
    assert found(["a1", "b1"], asks, settled, []) == [("x", "b1 is wrong")]
    prepared: list[str] = []
    assert found(["a1", "b1"], asks, settled, prepared) == [("x", "b1 is wrong")]
    assert prepared == ["b1"]


def test_a_new_question_is_asked_of_what_was_right_by_another() -> None:
    settled: dict[Hashable, frozenset[Hashable]] = {}
    assert found(["a1"], [ask("x")], settled, []) == []
    assert found(["a1"], [ask("x"), ask("z", "a1")], settled, []) == [("z", "a1 is wrong")]
    log: list[tuple[str, str]] = []
    assert found(["a1"], [ask("x", log=log), ask("z", "a1", log=log)], settled, []) == [("z", "a1 is wrong")]
    assert log == [("z", "a1")]


def test_the_same_thing_of_two_owners_is_told_of_twice() -> None:
    assert found(["a1", "a1"], [ask("x", "a1")], {}, []) == [("x", "a1 is wrong")] * 2


def test_nothing_is_asked_of_what_cannot_be_prepared() -> None:
    log: list[tuple[str, str]] = []
    assert found(["broken"], [ask("x", "broken", log=log)], {}, []) == []
    assert log == []


def test_a_question_that_is_new_to_a_settled_kind_is_asked_of_one_thing_of_it() -> None:
    settled: dict[Hashable, frozenset[Hashable]] = {}
    assert found(["a1"], [ask("x", alike=True)], settled, []) == []
    log: list[tuple[str, str]] = []
    assert found(["a1", "a2"], [ask("x", alike=True, log=log), ask("y", alike=True, log=log)], settled, []) == []
    assert log == [("y", "a1")]
