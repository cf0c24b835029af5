"""`ui-config.json` of Jaeger's web page. Jaeger parses the JSON and passes it on; a misspelt key changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from o11ygen.targets.model import Target
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Bool, Text, Uint

_PLACEHOLDER = re.compile(r"#\{([^}]*)\}")


class UiDependencies(Target):
    """The page of service dependencies."""

    menuEnabled: Bool | None = Field(default=None, description="Show it in the menu.")
    dagMaxNumServices: Uint | None = Field(default=None, description="Most services drawn, 200 unless set.")


class UiMonitor(Target):
    """The Monitor tab; it needs a metric backend."""

    menuEnabled: Bool | None = Field(default=None, description="Show it in the menu.")
    emptyState: dict[str, Any] | None = Field(default=None, description="What is shown without metrics.")
    docsLink: Text | None = Field(default=None, description="Where the page's help leads.")


class UiTracking(Target):
    """Usage statistics."""

    gaID: Text | None = Field(default=None, description="Google Analytics id.")
    trackErrors: Bool | None = Field(default=None, description="Report errors of the page.")
    cookiesToDimensions: list[dict[str, Any]] | None = Field(default=None, description="Cookies that are reported.")


class UiMenuItem(Target):
    """One entry of the menu."""

    label: Text = Field(description="Its text.")
    url: Text = Field(description="Where it leads.")
    anchorTarget: Literal["_self", "_blank", "_parent", "_top"] | None = Field(default=None, description="Which tab.")


class UiMenu(Target):
    """An entry of the menu bar: a link, or a list of links."""

    label: Text = Field(description="Its text.")
    url: Text | None = Field(default=None, description="Where it leads.")
    anchorTarget: Literal["_self", "_blank", "_parent", "_top"] | None = Field(default=None, description="Which tab.")
    items: list[UiMenuItem] | None = Field(default=None, description="The links under it.")

    @relation
    def _one(self, versions: Versions) -> Iterator[Fault]:
        if (self.url is None) == (self.items is None):
            yield Fault(f"the menu entry `{self.label}` needs either `url` or `items`", "Keep one of them")


class UiLookback(Target):
    """A span of time to search in."""

    label: Text = Field(description="Its text, such as `2 Days`.")
    value: Text = Field(description="Its length, such as `2d`.")


class UiSearch(Target):
    """The search form."""

    maxLookback: UiLookback | None = Field(default=None, description="Longest time to search in.")
    maxLimit: Uint | None = Field(default=None, description="Most traces of a search, 1500 unless set.")
    adjustEndTime: Text | None = Field(default=None, description="How far before now a search ends.")


class UiLinkPattern(Target):
    """A link made from a tag, a log field, a process tag or a trace."""

    type: Literal["process", "tags", "logs", "traces"] = Field(description="What carries the value.")
    key: Text | None = Field(default=None, description="Name of the tag or field; traces have none.")
    url: Text = Field(description="The link, with `#{key}` for values.")
    text: Text = Field(description="Its text, with `#{key}` for values.")

    @relation
    def _parts(self, versions: Versions) -> Iterator[Fault]:
        if self.type != "traces" and not self.key:
            yield Fault(f"a link of type `{self.type}` needs `key`", "Name the tag or field", ("key",))
        for field in ("url", "text"):
            for placeholder in _PLACEHOLDER.findall(getattr(self, field)):
                if not placeholder.strip():
                    yield Fault(f"`{field}` has a placeholder without a name", "Write `#{traceID}`", (field,))


class JaegerUi(Target):
    """The settings of Jaeger's web page."""

    dependencies: UiDependencies | None = Field(default=None, description="Service dependencies.")
    monitor: UiMonitor | None = Field(default=None, description="Monitor tab.")
    archiveEnabled: Bool | None = Field(default=None, description="Offer to archive traces.")
    themes: dict[str, Bool] | None = Field(default=None, description="Light and dark.")
    tracking: UiTracking | None = Field(default=None, description="Usage statistics.")
    menu: list[UiMenu] | None = Field(default=None, description="Entries of the menu bar.")
    search: UiSearch | None = Field(default=None, description="Search form.")
    linkPatterns: list[UiLinkPattern] | None = Field(default=None, description="Links in traces.")
    criticalPathEnabled: Bool | None = Field(default=None, description="Show the critical path.")
    traceIdDisplayLength: Uint | None = Field(default=None, description="Characters of a trace id that are shown.")
    useOpenTelemetryTerms: Bool | None = Field(default=None, description="Say attributes and events.")
    disableFileUploadControl: Bool | None = Field(default=None, description="No upload of trace files.")
    disableJsonView: Bool | None = Field(default=None, description="No view as JSON.")
    forbidNewPage: Bool | None = Field(default=None, description="Open no new tabs.")
    topTagPrefixes: list[Text] | None = Field(default=None, description="Tags shown first.")
    qualityMetrics: dict[str, Any] | None = Field(default=None, description="Page of trace quality.")
    deepDependencies: UiDependencies | None = Field(default=None, description="Dependencies of one trace.")
    pathAgnosticDecorations: list[dict[str, Any]] | None = Field(default=None, description="Values drawn on graphs.")
    storageCapabilities: dict[str, Any] | None = Field(default=None, description="Set by the server.")
