"""What is known of a check beside its findings: its page, its severity, and where the documentation stands."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import metadata

from o11ygen.report import Page


def pages_of(ids: Iterable[str]) -> dict[str, Page]:
    """The pages of these checks, in Markdown; of ids that no check has, none."""
    from o11ygen.check import checks
    from o11ygen.checkpage import markdown

    wanted = set(ids)
    return {
        check.id: Page(check.summary, markdown(check.page), check.severity) for check in checks() if check.id in wanted
    }


def documentation() -> str:
    """The address that whoever publishes the package gives as that of its documentation; empty where none is given."""
    for text in metadata("o11ygen").get_all("Project-URL") or ():
        label, _, url = str(text).partition(",")
        if label.strip().lower() == "documentation":
            return url.strip()
    return ""
