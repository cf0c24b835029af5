"""Each shortcut beside the long way that it saves, over generated input: what both say is the same."""

from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from o11ygen import credentials, yamltext
from o11ygen.artifact import Artifact, Block, prove, value_around
from o11ygen.checks.secret_credential import _is_doubtful
from o11ygen.prove import _accepted_in_parts
from o11ygen.rendered import Contents, Rendered
from o11ygen.resolve import parameters
from o11ygen.resolved.texts import texts_of_rule
from o11ygen.spec import vocabulary
from o11ygen.spec.model import Spec, is_spec
from o11ygen.targets.model import judge
from o11ygen.targets.rule_likeness import likeness
from o11ygen.targets.rules import RuleFile
from o11ygen.templating import render_from
from o11ygen.version import Version
from tests.stacks import make_alert
from tests.yaml_traps import TRAPS

COLUMN = 8
CHARACTERS = ":# -.+_0e1N~aB\"'{}[]\t\n|é\u2028=<&*!%@`,?>"
SCALARS = st.one_of(
    st.sampled_from(TRAPS), st.text(st.sampled_from(":# -.+_0e1N~aB\"'{}[]\t\n|é\u2028=<&*!%@`,?>"), max_size=8)
)


@settings(max_examples=200, deadline=None)
@given(SCALARS, st.sampled_from(["", " ", " x", "x "]))
def test_plain_and_resolved_are_told_as_by_their_grammar(text: str, more: str) -> None:
    for one in (text, more + text, text + more):
        assert yamltext._is_plain(one) == (yamltext._PLAIN.fullmatch(one) is not None)
        assert yamltext._is_resolved(one) == (yamltext._RESOLVED.fullmatch(one) is not None)


REFERENCE = re.compile(r"\$\$|\$\{(?P<braced>[A-Za-z_]\w*)(?::(?P<format>\w*))?\}|\$(?P<bare>[A-Za-z_]\w*)")
IN_PROSE = re.compile(rf"(?P<action>\{{\{{.*?(?:\}}\}}|\Z))|{REFERENCE.pattern}", re.DOTALL)
PIECES = ("$", "$$", "{{", "}}", "${", "}", ":percent", ":duration", ":x", "threshold", "for", "value", "labels", "job")
TEMPLATES = ("{{ $labels.job }}", "{{ $labels.", "{{ $value ", "{{ $value | humanize }}", "{{ $value }")
PARAMETERS: tuple[dict[str, Any], ...] = (
    {},
    {"threshold": 0.5, "for": "5m"},
    {"threshold": 'a"\n\\', "job": 3, "value": 2, "labels": 1},
)


def replaced_by_pattern(text: str, values: Mapping[str, Any]) -> parameters.Replaced:
    """Parameters in prose, each looked at where the pattern finds it."""
    problems: list[parameters.Problem] = []

    def outside(match: re.Match[str]) -> str:
        if match["action"] is not None:
            return REFERENCE.sub(inside, match["action"])
        if match[0] == "$$":
            return "$"
        name = match["braced"] or match["bare"]
        if name in values:
            return parameters._formatted(match[0], match["format"], values[name], problems)
        if name in parameters.RESERVED:
            problems.append(parameters._outside(name, text[: match.start()], text[match.end() :]))
        else:
            problems.append(parameters._unknown(name, values))
        return match[0]

    def inside(match: re.Match[str]) -> str:
        name = match["braced"] or match["bare"]
        if name is None or name in (*parameters.RESERVED, parameters.FOR) or name not in values:
            return match[0]
        value = values[name]
        return parameters._quoted(value) if isinstance(value, str) else repr(value)

    return IN_PROSE.sub(outside, text), tuple(problems)


def replaced_in_promql(text: str, values: Mapping[str, Any], variables: tuple[str, ...]) -> parameters.Replaced:
    """Parameters in PromQL, each looked at where the pattern finds it."""
    problems: list[parameters.Problem] = []

    def replaced(match: re.Match[str]) -> str:
        name = match["braced"] or match["bare"]
        if name is None:
            return "$"
        if name in values:
            return parameters._formatted(match[0], match["format"], values[name], problems)
        if name in variables or (variables and name.startswith("__")) or parameters._is_quoted(text, match.start()):
            return match[0]
        if name in parameters.RESERVED and not variables:
            problems.append(parameters._of_texts(name))
        else:
            problems.append(parameters._unknown(name, [*values, *variables]))
        return parameters._STAND_INS.get(text[: match.start()].rstrip()[-1:], "1")

    return REFERENCE.sub(replaced, text), tuple(problems)


TEXTS_WITH_PARAMETERS = st.lists(
    st.sampled_from((*PIECES, *TEMPLATES, " ", '"', "'", "\n", "a", "1", ".x", "é", "[", "# ", "__range")), max_size=9
).map("".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS_WITH_PARAMETERS)
def test_parameters_of_expressions_are_replaced_as_the_pattern_finds_them(text: str) -> None:
    for values in PARAMETERS:
        assert parameters.in_promql(text, values) == replaced_in_promql(text, values, ())
        assert parameters.in_promql(text, values, variables=("job",)) == replaced_in_promql(text, values, ("job",))


@settings(max_examples=200, deadline=None)
@given(TEXTS_WITH_PARAMETERS)
def test_parameters_are_replaced_as_the_pattern_finds_them(text: str) -> None:
    for values in PARAMETERS:
        assert parameters.in_prose(text, values) == replaced_by_pattern(text, values)


SECRETS = (
    "https://hooks.slack.com/services/T0/B0/x",
    "https://HC-Ping.com/12345678",
    "https://a.example/x?token=abc",
    "https://a.example/x&sig=abc",
    "https://user:word@a.example",
    "AKIAABCDEFGHIJKLMNOP",
    "-----BEGIN PRIVATE KEY-----",
    "https://api.telegram.org/bot1",
    "https://open.larksuite.com/open-apis/bot/v2/hook/a",
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("summary", "expr", "api_key", "runbook", "password_x")),
        st.lists(st.sampled_from((*SECRETS, "://", "?", "=", "token", " ", "up > 1", "{{", "")), max_size=3).map(
            "".join
        ),
    )
)
@example({"runbook": "https://hooks.ſlack.com/", "summary": "https://hookſ.zapier.com/hooks/catch/1/a"})
def test_an_object_that_holds_a_credential_is_suspicious(texts: dict[str, str]) -> None:
    found = any(credentials.is_credential(text, place) for place, text in texts.items())
    assert credentials.suspicious(texts.values(), frozenset(texts)) or not found


RULES_WITH_TEXTS = st.builds(
    lambda expr, name, text: make_alert(expr=expr, labels={name: text}, annotations={"summary": text}),
    st.sampled_from(("up == 0", 'up{a="AKIAABCDEFGHIJKLMNOP"}', "AKIAABCDEFGHIJKLMNOP", "up{a='x'} # ghp_")),
    st.sampled_from(("area", "api_key", "key")),
    st.sampled_from((*SECRETS, "Down", "f3Qz81LmPx07TyVbNcW4sRkD", "https://a.example", "a; b?")),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(RULES_WITH_TEXTS, max_size=3))
def test_a_group_is_doubtful_where_one_of_its_rules_is(rules: list[Any]) -> None:
    told = [_is_doubtful((rule,)) for rule in rules]
    assert _is_doubtful(rules) == any(told)
    # What stands in an expression beside its strings is a name, and no credential.
    texts = [[text for text in texts_of_rule(rule) if text.place != "expr"] for rule in rules]
    found = [any(credentials.is_credential(one.text, one.place) for one in of_rule) for of_rule in texts]
    assert all(doubtful for doubtful, credential in zip(told, found, strict=True) if credential)


def test_most_objects_are_not_suspicious() -> None:
    texts = ("up > 1", "Instance down", "https://runbooks.example.com/down")
    assert not credentials.suspicious(texts, frozenset(("expr", "summary", "runbook")))


def test_every_class_of_the_model_is_told_without_isinstance() -> None:
    assert vocabulary
    classes = [Spec]
    for one in classes:
        classes += one.__subclasses__()
    assert len(classes) > 50
    for one in classes[1:]:
        assert is_spec(object.__new__(one))
    assert not any(map(is_spec, ("", 1, None, (), {}, Spec)))


VALUES = st.one_of(
    st.sampled_from(("", "a", "é", "5m", "0s", "nope", "a b", "a:b", "{a")), st.sampled_from((1, True, None))
)
NAMES = st.sampled_from(("a", "job", "__name__", "a b", "é", ""))
RULES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("alert", "record", "expr", "for", "keep_firing_for", "other"), VALUES),
        "labels": st.dictionaries(NAMES, VALUES, max_size=2),
        "annotations": st.dictionaries(NAMES, VALUES, max_size=2),
    },
)


@settings(max_examples=200, deadline=None)
@given(st.lists(RULES, min_size=1, max_size=5), st.sampled_from(("2.41", "2.53", "3.1", "3.5")))
def test_rules_that_are_alike_are_judged_as_each_is(rules: list[dict[str, Any]], version: str) -> None:
    declared = {"prometheus": Version.parse(version)}
    value = {"groups": [{"name": "g", "rules": rules}]}
    accepted = _accepted_in_parts(file_of(rules), declared)
    assert accepted == (judge(RuleFile, value, declared) == ())


def test_what_rules_share_is_what_their_verdict_goes_by() -> None:
    one = {"alert": "A", "expr": "up", "for": "5m", "labels": {"a": "x"}}
    assert likeness(one) == likeness({"alert": "B", "expr": "down", "for": "5m", "labels": {"a": "y"}})
    assert likeness(one) != likeness({**one, "for": "6m"})
    assert likeness(one) != likeness({**one, "labels": {"b": "x"}})
    assert likeness({**one, "expr": ""}) is None
    assert likeness({**one, "labels": {"a": 1}}) is None
    assert likeness({**one, "alert": "é"}) is None


def file_of(rules: list[dict[str, Any]]) -> Artifact:
    blocks = [Block(one, yamltext.dump(one, indent=COLUMN).removesuffix("\n"), COLUMN) for one in rules]
    items = "\n\n".join(f"      # {number}\n      - {one.text}" for number, one in enumerate(blocks))
    value = {"groups": [{"name": "g", "rules": [one.value for one in blocks]}]}
    return Artifact("r.yml", f"groups:\n  - name: g\n    rules:\n{items}\n", value, target="rules", blocks=blocks)


@pytest.mark.parametrize(("meant", "text"), [(1, "a: true"), (True, "a: 1"), ({"b": 1}, "a:\n          b: true")])
def test_what_is_equal_and_of_another_type_is_a_difference(meant: object, text: str) -> None:
    block = Block({"a": meant}, text, COLUMN)
    file = Artifact("r.yml", f"rules:\n      - {text}\n", {"rules": [block.value]}, blocks=[block])
    assert prove(file) == prove(Artifact(file.path, file.text, file.value))
    assert prove(file) != ""


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=5), SCALARS, min_size=1, max_size=3), max_size=4))
def test_what_is_kept_of_a_file_is_its_text(rules: list[dict[str, str]]) -> None:
    file = file_of(rules)
    kept = Rendered.of(file)
    assert (kept.path, kept.text, kept.value) == (file.path, file.text, None)
    assert [id(text) for text in kept.blocks] == [id(block.text) for block in file.blocks]
    assert dict(Contents({"a": kept, "b": b"x"})) == {"a": file.text.encode(), "b": b"x"}
    assert Rendered.of(file, keep_value=True).value is file.value


@pytest.mark.parametrize("text", ["", "a\n", "\0", "a\0b"])
def test_a_file_without_blocks_is_kept_as_it_is(text: str) -> None:
    assert Rendered.of(Artifact("a.txt", text, format="text")).text == text
    block = Block({"a": text}, "a", COLUMN)
    assert Rendered.of(Artifact("a.yml", text, blocks=[block])).text == text


class _Thing:
    """Something that can be watched."""


def test_nothing_that_was_rendered_stays_when_nobody_looks_for_garbage(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("{% macro m(x) %}{{ x }}{{ thing.name }}{% endmacro %}{{ m(1) }}")
    thing = _Thing()
    thing.name = "n"  # type: ignore[attr-defined]  # what a template asks for
    watched = weakref.ref(thing)
    gc.disable()
    try:
        assert render_from(tmp_path, "a.j2", thing=[thing][0]) == "1n"
        del thing
        assert watched() is None
        before = len(gc.get_objects())
        for _ in range(50):
            value_around(file_of([{"a": "b"}]))
        assert len(gc.get_objects()) < before + 50
    finally:
        gc.enable()
