"""Plain expressions, judged by the parser and by a package that reads PromQL too, without releases."""

from __future__ import annotations

import promql_parser
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql.language import dialect, read
from tests.promql.language.expressions import Grower

RELEASE = dialect((3, 0), frozenset(("promql-experimental-functions",)))


def taken(text: str) -> bool:
    try:
        promql_parser.parse(text)
    except ValueError:
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_what_no_release_reads_differently_is_judged_alike(seed: int) -> None:
    expressions = Grower(seed, plain=True).expressions(20)
    assert [text for text in expressions if read(text, RELEASE).accepted != taken(text)] == []
