"""What is known of a finding by its id: the page of the check, or what is said of those that no check makes."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from o11ygen.record import record
from o11ygen.report import Page

if TYPE_CHECKING:
    from o11ygen.check import Check


@record
class Explained:
    """The page of an id, for a person; `severity` is empty for what no check finds."""

    id: str
    severity: str
    needs: tuple[str, ...]
    page: str

    @property
    def text(self) -> str:
        """The page, laid out for a terminal."""
        from o11ygen.checkpage import text

        return text(self.page)

    def to_dict(self) -> dict[str, object]:
        """Its JSON shape; the page is Markdown."""
        from o11ygen.checkpage import markdown

        return {
            "id": self.id,
            "severity": self.severity,
            "needs": list(self.needs),
            "summary": self.page.partition("\n")[0],
            "page": markdown(self.page),
        }


def pages_of(ids: Iterable[str], asked: Iterable[Check] = ()) -> dict[str, Page]:
    """The pages of these ids, in Markdown, as far as there are any; `asked` are further checks than those of o11ygen."""
    from o11ygen.check import checks
    from o11ygen.checkpage import markdown
    from o11ygen.specpages import PAGES

    wanted = set(ids)
    found = {id: Page(PAGES[id].partition("\n")[0], PAGES[id]) for id in wanted & PAGES.keys()}
    for check in (*checks(), *asked):
        if check.id in wanted:
            found[check.id] = Page(check.summary, markdown(check.page), check.severity)
    return found


def find_page(id: str, folder: Path) -> tuple[Explained | None, tuple[str, ...]]:
    """The page of an id, and all ids that have one. Checks that the project in `folder` has of its own are known."""
    from o11ygen.check import checks
    from o11ygen.specpages import PAGES
    from o11ygen.validate.ids import WARNINGS
    from o11ygen.validate.meanings import meaning

    known = {check.id: check for check in checks()}
    if id not in known and id not in PAGES and not meaning(id):
        known |= _own(folder)
    if id in known:
        check = known[id]
        return Explained(id, check.severity.value, tuple(sorted(check.needs)), check.page), ()
    page = PAGES.get(id) or meaning(id)
    return (Explained(id, "", (), page) if page else None), (*known, *PAGES, *WARNINGS)


def _own(folder: Path) -> dict[str, Check]:
    """The checks that the specs of the project register as they are imported; none without a project."""
    from o11ygen.check import checks, own_checks
    from o11ygen.loader import NoProjectError, find_project, load

    try:
        settings = find_project(folder)
    except NoProjectError:
        return {}
    with own_checks():
        load(settings)
        return {check.id: check for check in checks()}


def documentation() -> str:
    """The address that whoever publishes the package gives as that of its documentation; empty where none is given."""
    for text in metadata("o11ygen").get_all("Project-URL") or ():
        label, _, url = str(text).partition(",")
        if label.strip().lower() == "documentation":
            return url.strip()
    return ""
