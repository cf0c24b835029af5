"""What holds for every text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.gotemplate import (
    CannotExpandError,
    ExpansionError,
    RuleTemplate,
    expand,
    parse_notification_template,
    parse_rule_template,
)
from o11ygen.version import Version
from tests.gotemplate.samples import scrambled, templates

VERSIONS = st.sampled_from((None, Version(2, 20), Version(2, 42), Version(3, 5)))


@settings(max_examples=200, deadline=None)
@given(text=scrambled(), version=VERSIONS)
def test_any_text_is_judged_and_never_crashes(text: str, version: Version | None) -> None:
    for problem in parse_rule_template(text, version=version).problems:
        assert 0 <= problem.offset <= len(text)
        assert problem.message
    for in_file in (True, False):
        parse_notification_template(text, in_file=in_file)


@settings(max_examples=150, deadline=None)
@given(text=scrambled() | templates(), value=st.floats())
def test_any_text_expands_the_same_twice_or_says_why_not(text: str, value: float) -> None:
    template = parse_rule_template(text)
    outcomes = [outcome(template, value) for _ in range(2)]
    assert outcomes[0] == outcomes[1]
    assert outcomes[0] != ("ExpansionError", "")
    if template.refused:
        assert outcomes[0][0] == "ExpansionError"


def outcome(template: RuleTemplate, value: float) -> tuple[str, str]:
    try:
        return "text", expand(template, labels={"job": "app"}, value=value)
    except (ExpansionError, CannotExpandError) as error:
        return type(error).__name__, str(error)


@settings(max_examples=100, deadline=None)
@given(text=st.text())
def test_text_without_braces_stays_as_it_is(text: str) -> None:
    text = text.replace("{{", "")
    assert expand(parse_rule_template(text), labels={}, value=0) == text


@settings(max_examples=150, deadline=None)
@given(text=templates())
def test_what_fails_for_certain_is_said_and_what_is_fine_renders(text: str) -> None:
    template = parse_rule_template(text)
    assert not template.refused
    try:
        expand(template, labels={"job": "app", "instance": "a:1"}, value=2.5, external_labels={"cluster": "eu"})
    except ExpansionError:
        assert template.problems
    except CannotExpandError:
        pass


@settings(max_examples=100, deadline=None)
@given(before=st.text(alphabet="ab \n", max_size=9), text=scrambled())
def test_offsets_move_with_the_text(before: str, text: str) -> None:
    prefix = before + "x"
    alone, moved = parse_rule_template(text), parse_rule_template(prefix + text)
    if not text.startswith(("{", "}")):
        assert [problem.offset + len(prefix) for problem in alone.problems] == [
            problem.offset for problem in moved.problems
        ]
