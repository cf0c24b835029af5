"""Scalars of a file in fields that are no text."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from o11ygen.targets import scalars
from o11ygen.yamlread import Scalar

REFUSED = object()


def decoded(kind: Any, value: object, library: int) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value, context={"library": library})
    except ValidationError:
        return REFUSED


@pytest.mark.parametrize(
    ("kind", "value", "old", "new"),
    [
        (scalars.Bool, Scalar("true", True), True, True),
        (scalars.Bool, Scalar("yes", True), True, True),
        (scalars.Bool, "yes", REFUSED, True),
        (scalars.Bool, "Off", REFUSED, False),
        (scalars.Bool, "true", REFUSED, REFUSED),
        (scalars.Bool, Scalar("1", 1), REFUSED, REFUSED),
        (scalars.Int, Scalar("012", 10), 10, 10),
        (scalars.Int, Scalar("5.7", 5.7), 5, 5),
        (scalars.Int, Scalar("-5.7", -5.7), -5, -5),
        (scalars.Int, Scalar("true", True), REFUSED, REFUSED),
        (scalars.Int, Scalar("2", 2**63), REFUSED, REFUSED),
        (scalars.Int, Scalar("2", 2.0**63), 2**63 - 1, 2**63 - 1),
        (scalars.Int, Scalar(".nan", math.nan), REFUSED, REFUSED),
        (scalars.Int, Scalar(".inf", math.inf), REFUSED, REFUSED),
        (scalars.Int, Scalar("-.inf", -math.inf), -(2**63), -(2**63)),
        (scalars.Int, "5", REFUSED, REFUSED),
        (scalars.Uint, Scalar("2", 2**64 - 1), 2**64 - 1, 2**64 - 1),
        (scalars.Uint, Scalar("-1", -1), REFUSED, REFUSED),
        (scalars.Uint, Scalar("-1.5", -1.5), 2**64 - 1, 2**64 - 1),
        (scalars.Float, Scalar("5", 5), 5.0, 5.0),
        (scalars.Float, Scalar(".inf", math.inf), math.inf, math.inf),
        (scalars.Float, Scalar("true", True), REFUSED, REFUSED),
        (scalars.Float, "5", REFUSED, REFUSED),
        (scalars.TimeDuration, Scalar("5", 5), "5ns", REFUSED),
        (scalars.TimeDuration, Scalar("-.inf", -math.inf), "-9223372036854775807ns", REFUSED),
        (scalars.TimeDuration, Scalar("0", 0), "0ns", "0"),
        (scalars.TimeDuration, "5s", "5s", "5s"),
        (scalars.TimeDuration, "5", REFUSED, REFUSED),
        (scalars.GoDuration, Scalar("5", 5), REFUSED, REFUSED),
        (scalars.Text, Scalar("012", 10), "012", "012"),
        (scalars.Duration, Scalar("0", 0), "0", "0"),
        (scalars.Duration, Scalar("00", 0), REFUSED, REFUSED),
    ],
)
def test_a_scalar_is_what_the_field_makes_of_it(kind: Any, value: object, old: object, new: object) -> None:
    for library, expected in ((2, old), (3, new)):
        found = decoded(kind, value, library)
        assert (found, type(found)) == (expected, type(expected))


def test_the_json_schema_of_a_field_stays_as_it_was() -> None:
    assert TypeAdapter(scalars.Bool).json_schema() == {"type": "boolean"}
    assert TypeAdapter(scalars.Uint).json_schema() == {"type": "integer", "minimum": 0}
