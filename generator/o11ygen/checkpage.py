"""The page of a check, which is its docstring, laid out as Markdown and as text for a terminal.

A page is a summary line, paragraphs, and examples: a line such as `Bad::` with indented Python below it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from o11ygen.record import record

WIDTH = 100


@record
class Part:
    """A paragraph, or an example with its title (`Bad`)."""

    text: str
    title: str = ""


def parts(page: str) -> tuple[Part, ...]:
    """The parts of a page, in order."""
    return tuple(_parts(page))


def _parts(page: str) -> Iterator[Part]:
    # Blank lines inside of an example belong to it.
    for block in re.split(r"\n{2,}(?!    )", page.strip()):
        head, _, below = block.partition("\n\n")
        if head.endswith("::") and "\n" not in head:
            yield Part(textwrap.dedent(below.strip("\n")), head.removesuffix("::"))
        else:
            yield Part(block)


def markdown(page: str) -> str:
    """The page in Markdown, without a last line break."""
    return "\n\n".join(
        f"**{part.title}:**\n\n```python\n{part.text}\n```" if part.title else part.text for part in parts(page)
    )


def text(page: str) -> str:
    """The page as lines of at most a hundred columns; the words of prose are wrapped, examples stay as they are."""
    shown = []
    for part in parts(page):
        if part.title:
            shown.append(f"{part.title}:\n\n{textwrap.indent(part.text, '    ')}")
        elif part.text.startswith(("- ", "|")):
            shown.append(part.text)
        else:
            shown.append(
                textwrap.fill(" ".join(part.text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
            )
    return "\n\n".join(shown)
