"""The schema of dashboards, and one answer from both of its readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from o11ygen.targets.dashboard_schema import Compiler, accepts_dashboard, accepts_panel, document


def test_the_schema_is_of_the_declared_package_and_has_no_time_in_it() -> None:
    root = Path(__file__).resolve().parents[2]
    declared = json.loads((root / "scripts/dashboard-schema/package.json").read_bytes())["dependencies"]
    assert f"@grafana/schema {declared['@grafana/schema']} " in document()["$comment"]
    header = (root / "generator/o11ygen/targets/dashboard_schema.json.gz").read_bytes()[:10]
    assert header[3] == 0, "no file name"
    assert header[4:8] == bytes(4), "no time"


class TestTheTwoReadersOfTheSchema:
    """The predicates and jsonschema answer alike, for right values and for values broken somewhere."""

    VALIDATORS: ClassVar[dict[str, Draft7Validator]] = {
        kind: Draft7Validator({**schema, "definitions": document()["definitions"]})
        for kind, schema in {**document()["panels"], "": document()["dashboard"]}.items()
    }

    def test_the_schema_is_draft_07(self) -> None:
        for validator in self.VALIDATORS.values():
            Draft7Validator.check_schema(validator.schema)

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_same_answer(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(sorted(self.VALIDATORS)))
        schema = document()["panels"][kind] if kind else document()["dashboard"]
        value = data.draw(_values(schema))
        accepts = accepts_panel(kind) if kind else accepts_dashboard()
        assert accepts(value) is self.VALIDATORS[kind].is_valid(value)

    def test_a_keyword_that_the_predicates_lack_is_refused(self) -> None:
        with pytest.raises(ValueError, match="`maxLength`"):
            Compiler({}).compiled({"type": "string", "maxLength": 3})

    @pytest.mark.parametrize(
        ("schema", "right", "wrong"),
        [
            ({"type": "number"}, 1.5, True),
            ({"type": ["number", "null"]}, None, "1"),
            ({"enum": [0, 1]}, 1, True),
            ({"const": True}, True, 1),
            ({"required": ["a"]}, {"a": 1}, {}),
            ({"additionalProperties": {"type": "string"}}, {"a": "b"}, {"a": 1}),
            ({"not": {}, "type": "string"}, None, "a"),
            ({"type": "array", "items": {"type": "boolean"}}, [True], [1]),
        ],
    )
    def test_keywords(self, schema: dict[str, Any], right: Any, wrong: Any) -> None:
        accepts = Compiler({}).compiled(schema)
        assert accepts(wrong) is False
        assert accepts(right) is Draft7Validator(schema).is_valid(right)


_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.floats(0, 1), st.text("ab", max_size=2))
_ANY = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner, max_size=2)
)


def _values(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Values near to what the schema allows: mostly right, now and then something else in a place."""
    if "$ref" in schema:
        return st.deferred(lambda: _values(document()["definitions"][schema["$ref"].rsplit("/", 1)[1]], depth))
    if depth > 6:
        return _ANY
    right = _right(schema, depth)
    return st.integers(0, 24).flatmap(lambda number: _ANY if number == 0 else right)


def _right(schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([_values(part, depth + 1) for part in schema["anyOf"]])
    kinds = schema.get("type")
    if kinds == "object":
        required = set(schema.get("required", ()))
        parts = {name: _values(part, depth + 1) for name, part in schema.get("properties", {}).items()}
        always = {name: part for name, part in parts.items() if name in required}
        optional = {name: part for name, part in parts.items() if name not in required}
        # A few optional fields are enough: all of them at once would only make large values.
        chosen = st.sets(st.sampled_from(sorted(optional)), max_size=3) if optional else st.just(set())
        return chosen.flatmap(
            lambda names: st.fixed_dictionaries({**always, **{n: optional[n] for n in sorted(names)}})
        )
    if kinds == "array":
        return st.lists(_values(schema["items"], depth + 1), max_size=2)
    simple = {"string": st.text("ab", max_size=2), "number": st.integers() | st.floats(0, 1), "boolean": st.booleans()}
    if isinstance(kinds, str):
        return simple[kinds]
    if isinstance(kinds, list):
        return st.one_of([simple[kind] if kind != "null" else st.none() for kind in kinds])
    return _ANY
