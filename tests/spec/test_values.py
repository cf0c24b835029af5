"""The types of single values: what they take, what they make of it, and what they say."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from o11ygen import Alert, Level, PerEnv, Retention, Secret, Severity, Varies, Versions, extend, per_env
from o11ygen.spec.faults import explain_error
from o11ygen.spec.frozen import FrozenDict
from o11ygen.spec.names import AlertName, LabelName, MetricName, Name
from o11ygen.spec.values import Parameter, Text
from o11ygen.spec.varying import UNSET


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("  up == 0  ", "up == 0"),
        ("\n    sum(\n      up\n    )\n    ", "sum(\n  up\n)"),
        ("first\n    second\n      third", "first\nsecond\n  third"),
        ("", ""),
        ("\n\n", ""),
        # A tab inside of a line is part of a label's value, of a pattern or of a table in a message.
        ('\n\tup{a="b\tc"}\n\t\tor up \t', 'up{a="b\tc"}\n        or up \t'),
    ],
)
def test_indentation_that_serves_the_python_file_is_taken_off(given: str, text: str) -> None:
    assert TypeAdapter(Text).validate_python(given) == text


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Name, ["a", "ml-platform", "a_b", "Node2"], ["", "2a", "a--b", "-a", "a-", "a b", "ä", "a/b", "a\n"]),
        (AlertName, ["HighErrorRate", "high_rate", "_x"], ["", "High-Rate", "2Fast", "A B", "Ä"]),
        (MetricName, ["http_requests_total", "job:up:sum", "_x"], ["", "http-requests", "2x", "a.b", "a b", "a\n"]),
        (LabelName, ["method", "__x", "A1"], ["", "a-b", "1a", "a:b", "a\n"]),
    ],
)
def test_names(kind: Any, good: list[str], bad: list[str]) -> None:
    adapter = TypeAdapter[str](kind)
    for text in good:
        assert adapter.validate_python(text) == text
    for text in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


@pytest.mark.parametrize("value", [1, 1.0, 0.05, "5m", -3])
def test_a_parameter_stays_what_it_is(value: Any) -> None:
    judged = TypeAdapter[Any](Parameter).validate_python(value)
    assert judged == value
    assert type(judged) is type(value)


class TestPerEnv:
    def test_each_alternative_is_judged_like_the_plain_value(self) -> None:
        value = per_env("  5m ", {"staging": "\n  a\n    b"}, tiers={"development": "c"})
        judged = TypeAdapter[Any](Varies[Text]).validate_python(value)
        assert (judged.default, judged.environments, judged.tiers) == (
            "5m",
            {"staging": "a\n  b"},
            {"development": "c"},
        )
        assert judged.origin is value.origin

    def test_every_wrong_alternative_is_told_with_its_environment(self) -> None:
        with pytest.raises(ValidationError) as error:
            Alert(
                "Down",
                expr="up",
                severity=Severity.INFO,
                for_=per_env("soon", {"staging": "5m", "production": "5"}, tiers={"development": "later"}),
            )
        assert [one.message for one in explain_error(Alert, error.value)] == [
            "`for_` (per_env default): `soon` is not a duration",
            "`for_` (per_env production): `5` has no unit, and there is no default one",
            "`for_` (per_env tier development): `later` is not a duration",
        ]

    def test_the_wrong_type_is_named(self) -> None:
        with pytest.raises(ValidationError) as error:
            Level(threshold=per_env(1, {"staging": [1]}))  # type: ignore[dict-item]  # is the mistake
        assert [f"{one.message} | {one.hint}" for one in explain_error(Level, error.value)] == [
            "`threshold` (per_env staging) is not an integer or a number or a string | "
            "Give an integer or a number or a string: the value of `$threshold` at this severity."
        ]

    def test_no_default(self) -> None:
        value: PerEnv[str] = per_env(environments={"staging": "5m"})
        assert value.default is UNSET
        assert TypeAdapter[Any](Varies[Text]).validate_python(value).default is UNSET

    def test_it_can_not_be_changed(self) -> None:
        value = per_env(1, {"staging": 2})
        with pytest.raises(TypeError):
            value.environments["production"] = 3  # type: ignore[index]  # is what is tested

    def test_it_is_shown_as_it_is_written(self) -> None:
        assert repr(per_env(1, {"a": 2}, tiers={"b": 3})) == "per_env(1, {'a': 2}, tiers={'b': 3})"


@pytest.mark.parametrize("change", ["__setitem__", "pop", "popitem", "clear", "update", "setdefault", "__delitem__"])
def test_a_frozen_mapping_refuses_every_change(change: str) -> None:
    mapping = FrozenDict({"a": 1})
    arguments = {
        "__setitem__": ("b", 2),
        "pop": ("a",),
        "update": ({"b": 2},),
        "setdefault": ("b", 2),
        "__delitem__": ("a",),
    }
    with pytest.raises(TypeError):
        getattr(mapping, change)(*arguments.get(change, ()))
    assert mapping == {"a": 1}


def test_secrets_are_references() -> None:
    assert (Secret.file("/run/secrets/a").kind, Secret.file("/run/secrets/a").reference) == ("file", "/run/secrets/a")
    assert (Secret.env("TOKEN").kind, Secret.env("TOKEN").reference) == ("env", "TOKEN")


def test_remedies_stand_in_the_hint() -> None:
    for model, fields, message, hint in (
        (Retention, {"metrics": "30 days"}, "`metrics`: `30 days` is not spelled as a duration", "Write `30d`."),
        (Retention, {"metrics_size": "10G"}, "`metrics_size`: `10G` is not a size", "Write `10GB`."),
        (
            Versions,
            {"prometheus": "three"},
            '`prometheus`: "three" is not a version',
            'Write major.minor, such as "3.5".',
        ),
    ):
        with pytest.raises(ValidationError) as error:
            model(**fields)
        fault = next(iter(explain_error(model, error.value)))
        assert (fault.message, fault.hint) == (message, hint)


def test_extend() -> None:
    assert extend((1, 2), 3, 4) == (1, 2, 3, 4)
