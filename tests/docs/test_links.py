"""Every relative link of every page leads to a file that is there, and to a heading that it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.page import ROOT, blocks

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`[^`]*`")


def _prose(page: Path) -> str:
    lines = page.read_text("utf-8").splitlines()
    for block in blocks(page):
        for number in range(block.first, block.first + len(block.lines)):
            lines[number] = ""
    return "\n".join(lines)


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in _LINK.findall(_CODE.sub("", _prose(page)) if page.parent.name != "reference" else _prose(page)):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("folder", ["docs/guide", "docs/how-to"])
def test_every_page_can_be_found_from_the_readme(folder: str) -> None:
    linked = {(ROOT / link).resolve() for link in _LINK.findall((ROOT / "README.md").read_text("utf-8"))}
    assert set((ROOT / folder).glob("*.md")) <= linked


def test_lines_of_prose_are_short() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *ROOT.glob("docs/guide/*.md"),
        *ROOT.glob("docs/how-to/*.md"),
    ]
    long = [
        f"{page.relative_to(ROOT)}:{number}"
        for page in pages
        for number, line in enumerate(_prose(page).splitlines(), start=1)
        if len(line) > 125 and not line.startswith("|")
    ]
    assert long == []
