"""What `label_replace` and `label_join` are given, where Prometheus loads the rule and fails at each evaluation."""

from __future__ import annotations

import pytest

from o11ygen.promql import syntax_problems
from o11ygen.version import Version

NOT_COMPILED = (
    "the regular expression `{}` of `label_replace` does not compile: {}; Prometheus loads the rule and fails at each "
    "evaluation"
)
NAMELESS = "`{}` names a label with an empty text; Prometheus loads the rule and fails at each evaluation"

UNREADABLE = "`{}` names a label in bytes that are no UTF-8; Prometheus loads the rule and fails at each evaluation"


@pytest.mark.parametrize(
    ("text", "message", "kind"),
    [
        ('label_replace(up, "a", "$1", "job", "(")', NOT_COMPILED.format("(", "a `(` is not closed"), "evaluation"),
        (
            'sum(label_replace(up, "a", "$1", "job", "(?!x)"))',
            NOT_COMPILED.format("(?!x)", "RE2 has no `(?!x`"),
            "evaluation",
        ),
        ('label_replace(up, "", "$1", "job", ".*")', NAMELESS.format("label_replace"), "evaluation"),
        ('label_join(up, "", ",", "job")', NAMELESS.format("label_join"), "evaluation"),
        ('label_join(up, "a", ",", "")', NAMELESS.format("label_join"), "evaluation"),
        (r'label_join(up, "a\xff", ",", "job")', UNREADABLE.format("label_join"), "evaluation"),
        ('label_replace(up, "a", "$1", "job")', "`label_replace` takes 5 arguments and is given 4", "syntax"),
    ],
)
def test_what_fails_at_each_evaluation_is_refused(text: str, message: str, kind: str) -> None:
    found = syntax_problems(text, version=Version.parse("3.5"))
    assert [(problem.kind, problem.message) for problem in found] == [(kind, message)]


@pytest.mark.parametrize(
    "text",
    [
        'label_replace(up, "a", "$1", "", ".*")',
        'label_replace(up, ("a"), "", "job", "")',
        'label_join(up, "a", "", "job", "instance")',
        'label_join(up, "a", ",")',
    ],
)
def test_what_prometheus_evaluates_is_right(text: str) -> None:
    assert syntax_problems(text, version=Version.parse("2.42")) == ()


def test_a_release_without_utf8_names_reads_them_and_fails() -> None:
    found = syntax_problems('label_replace(up, "a-b", "$1", "job", ".*")', version=Version.parse("2.53"))
    assert [problem.kind for problem in found] == ["evaluation"]
