"""Matchers, times and groupings: what they take, what they make of it, and what they say."""

from __future__ import annotations

from typing import Any, cast

import pytest
from pydantic import ValidationError

from o11ygen import Inhibit, Route, Routing, TimeInterval, per_env, slack
from o11ygen.spec.faults import explain_error
from o11ygen.spec.routing import Matcher


def said(build: Any, **fields: Any) -> list[tuple[str, str]]:
    """What is wrong, and what to do."""
    with pytest.raises(ValidationError) as caught:
        build(**fields)
    return [(fault.message, fault.hint) for fault in explain_error(build, caught.value)]


class TestMatchers:
    @pytest.mark.parametrize(
        ("written", "matcher"),
        [
            ('a="b"', ("a", "=", "b")),
            (" a != b ", ("a", "!=", "b")),
            ("a=~b.*", ("a", "=~", "b.*")),
            ("a=", ("a", "=", "")),
            ('a=""', ("a", "=", "")),
            (r'a=~"node\d+\.example\.com"', ("a", "=~", r"node\d+\.example\.com")),
            (r"a=~node\d+\.example", ("a", "=~", r"node\d+\.example")),
            (r'a="\"b\" \\ \n \t"', ("a", "=", '"b" \\ \n \\t')),
            ('a="b,c"', ("a", "=", "b,c")),
        ],
    )
    def test_as_the_classic_matchers_of_alertmanager_are_read(
        self, written: str, matcher: tuple[str, str, str]
    ) -> None:
        (one,) = cast("tuple[Matcher]", Route(matchers=written).matchers)
        assert (one.name, one.op, one.value) == matcher

    def test_a_mapping_is_equalities(self) -> None:
        found = cast("tuple[Matcher]", Inhibit(source={"a": r"b\d"}, target=('c="d"', "e!=f"), equal=()).source)
        assert [(one.name, one.op, one.value) for one in found] == [("a", "=", r"b\d")]

    @pytest.mark.parametrize("written", ['a="b", c="d"', 'a="b', 'a="b"c"', 'a="b\\"'])
    def test_one_text_in_quotes(self, written: str) -> None:
        assert said(Route, matchers=written) == [
            (
                f"`matchers`: the value of `{written}` is not one text in quotes",
                'Close it with `"`, escape a quote inside of it, and write each matcher as a string of its own.',
            )
        ]


class TestGroupBy:
    def test_an_empty_one_would_be_inherited(self) -> None:
        hint = 'Leave it out to inherit, name the labels, or write `("...",)` for a notification per alert.'
        message = "it is empty, which Alertmanager reads as the parent's"
        assert said(Route, group_by=()) == [(f"`group_by`: {message}", hint)]
        (found,) = said(Route, group_by=per_env(("a",), {"staging": ()}))
        assert found[0].endswith(message)

    def test_all_labels_stand_alone(self) -> None:
        wrong = ('`group_by`: "..." stands beside other labels', 'Keep only "...", or drop it.')
        assert said(Route, group_by=("...", "a")) == [wrong]
        assert said(Routing, default=slack("#x"), group_by=("...", "a")) == [wrong]

    def test_the_root_may_tell_of_everything_at_once(self) -> None:
        assert Routing(default=slack("#x"), group_by=()).group_by == ()


class TestTimeIntervals:
    @pytest.mark.parametrize(
        ("field", "texts"),
        [
            ("times", ("00:00-24:00", "09:00-17:30")),
            ("weekdays", ("monday", "Monday:friday", "sunday:saturday")),
            ("days_of_month", ("1", "1:7", "-3:-1", "31", "20:-1")),
            ("months", ("december", "January:march", "1:12", "5")),
            ("years", ("2026", "2026:2028")),
        ],
    )
    def test_items(self, field: str, texts: tuple[str, ...]) -> None:
        fields: dict[str, Any] = {field: texts}
        assert getattr(TimeInterval("a", **fields), field) == texts

    @pytest.mark.parametrize(
        ("field", "text", "message", "hint"),
        [
            ("weekdays", "mondya", '"mondya" is no weekday', 'Did you mean "monday"?'),
            ("weekdays", "1", '"1" is no weekday', 'Write its English name: "monday:friday".'),
            ("weekdays", "monday-friday", '"monday-friday" is no range', 'Write a colon: "monday:friday".'),
            ("weekdays", "friday:monday", 'the range "friday:monday" ends before it starts; Alertmanager refuses it',
             "Write two ranges."),
            ("weekdays", "saturday:sunday", 'the range "saturday:sunday" ends before it starts; Alertmanager refuses it',
             "Write two ranges."),
            ("months", "decembre", '"decembre" is no month', 'Did you mean "december"?'),
            ("months", "13", '"13" is no month', "Write a number from 1 to 12, or two with a colon between."),
            ("months", "", '"" is no month', 'Write "december", or a number up to 12.'),
            ("days_of_month", "0", '"0" is no day of the month', "Write 1 to 31, or -1 to -31 counted from the end."),
            ("days_of_month", "32", '"32" is no day of the month',
             "Write a number from -31 to 31, or two with a colon between."),
            ("days_of_month", "-3:5", '"-3:5" starts at the end of the month; Alertmanager refuses it',
             "Let its end be negative too."),
            ("days_of_month", "28:-3", 'the range "28:-3" ends before it starts; Alertmanager refuses it',
             "Write two ranges."),
            ("years", "now", '"now" is no year', "Write a number from 1 to 9999, or two with a colon between."),
        ],
    )  # fmt: skip
    def test_items_that_alertmanager_refuses(self, field: str, text: str, message: str, hint: str) -> None:
        assert said(TimeInterval, name="a", **{field: (text,)}) == [(f"`{field}`[0]: {message}", hint)]

    def test_time_zones(self) -> None:
        assert TimeInterval("a", years=("2026",), location="Europe/Berlin").location == "Europe/Berlin"
        assert said(TimeInterval, name="a", years=("2026",), location="Europe/Berln") == [
            ('`location`: "Europe/Berln" is no time zone', 'Did you mean "Europe/Berlin"?')
        ]

    def test_one_without_a_time_is_always(self) -> None:
        assert said(TimeInterval, name="a", location="UTC") == [
            (
                "a time interval without times, days, months or years is always",
                'Say when it is, such as `weekdays=("saturday", "sunday")`.',
            )
        ]
