"""The place of a selector in its expression, to be shown with what is wrong about it."""

from __future__ import annotations

from o11ygen.finding import Excerpt
from o11ygen.promql import Selector
from o11ygen.promql.place import places


def marked(text: str, selector: Selector) -> Excerpt:
    """The expression with the selector's metric underlined; of one without a name in front its braces."""
    start = places(text).selectors[selector.ordinal]
    named = text.startswith(selector.metric, start) and selector.metric
    end = start + len(selector.metric) if named else text.find("}", start) + 1
    return Excerpt(text, start, max(end, start + 1))
