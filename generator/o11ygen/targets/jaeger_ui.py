"""`ui-config.json` of Jaeger's web page. Jaeger passes the JSON on unjudged, so that a misspelt key changes nothing."""

from typing import Any, Literal, TypeAlias

from pydantic import Field

from o11ygen.targets import jaeger_ui_relations
from o11ygen.targets.camel import CamelTarget
from o11ygen.targets.scalars import Bool, Text, Uint

AnchorTarget: TypeAlias = Literal["_self", "_blank", "_parent", "_top"]


class Dependencies(CamelTarget):
    """The page of service dependencies."""

    menu_enabled: Bool | None = Field(default=None, description="Show it in the menu.")
    dag_max_num_services: Uint | None = Field(default=None, description="Most services drawn, 200 unless set.")


class MenuSwitch(CamelTarget):
    """A page that can be left out of the menu."""

    menu_enabled: Bool | None = Field(default=None, description="Show it in the menu.")
    menu_label: Text | None = Field(default=None, description="Its text there.")
    api_endpoint: Text | None = Field(default=None, description="Where its data come from.")


class Monitor(CamelTarget):
    """The Monitor tab; it needs a metric backend."""

    menu_enabled: Bool | None = Field(default=None, description="Show it in the menu.")
    empty_state: dict[str, Any] | None = Field(default=None, description="What is shown without metrics.")
    docs_link: Text | None = Field(default=None, description="Where the page's help leads.")


class Tracking(CamelTarget):
    """Usage statistics."""

    ga_id: Text | None = Field(default=None, description="Google Analytics id.")
    track_errors: Bool | None = Field(default=None, description="Report errors of the page.")


class MenuItem(CamelTarget):
    """One link of the menu."""

    label: Text = Field(description="Its text.")
    url: Text | None = Field(default=None, description="Where it leads.")
    anchor_target: AnchorTarget | None = Field(default=None, description="Which tab it opens in.")


class Menu(MenuItem):
    """An entry of the menu bar: a link, or a list of links."""

    items: list[MenuItem] | None = Field(default=None, description="The links under it.")

    _one = jaeger_ui_relations.menu


class Lookback(CamelTarget):
    """A span of time to search in."""

    label: Text = Field(description="Its text, such as `2 days`; the page puts `Last` before it.")
    value: Text = Field(description="Its length, such as `2d`.")

    _length = jaeger_ui_relations.lookback


class Search(CamelTarget):
    """The search form."""

    default_lookback: Text | None = Field(default=None, description="Chosen at first, `1h` unless set.")
    max_lookback: Lookback | None = Field(default=None, description="Longest time to search in.")
    max_limit: Uint | None = Field(default=None, description="Most traces of a search, 1500 unless set.")
    adjust_end_time: Text | None = Field(default=None, description="How far before now a search ends.")

    _times = jaeger_ui_relations.search_times


class LinkPattern(CamelTarget):
    """A link made from a tag, a log field, a process tag or a trace."""

    type: Literal["process", "tags", "logs", "traces"] = Field(description="What carries the value.")
    key: Text | None = Field(default=None, description="Name of the tag or field; traces have none.")
    url: Text = Field(description="The link, with `#{key}` for values.")
    text: Text = Field(description="Its text, with `#{key}` for values.")

    _parts = jaeger_ui_relations.link


class Themes(CamelTarget):
    """Light and dark."""

    enabled: Bool = Field(description="Offer the choice.")


class TraceTimeline(CamelTarget):
    """How one trace is shown."""

    enable_side_panel: Bool | None = Field(default=None, description="Offer details beside the trace.")
    default_detail_panel_mode: Literal["inline", "sidepanel"] | None = Field(default=None, description="At first.")
    span_pills_enabled: Bool | None = Field(default=None, description="Show pills on spans.")


class JaegerUi(CamelTarget):
    """The settings of Jaeger's web page."""

    archive_enabled: Bool | None = Field(default=None, description="Offer to archive traces.")
    critical_path_enabled: Bool | None = Field(default=None, description="Show the critical path.")
    dependencies: Dependencies | None = Field(default=None, description="Service dependencies.")
    monitor: Monitor | None = Field(default=None, description="Monitor tab.")
    search: Search | None = Field(default=None, description="Search form.")
    link_patterns: list[LinkPattern] | None = Field(default=None, description="Links in traces.")
    menu: list[Menu] | None = Field(default=None, description="Entries of the menu bar; they replace the usual ones.")
    themes: Themes | None = Field(default=None, description="Light and dark.")
    tracking: Tracking | None = Field(default=None, description="Usage statistics.")
    top_tag_prefixes: list[Text] | None = Field(default=None, description="Tags shown first.")
    trace_id_display_length: Uint | None = Field(default=None, description="Characters of a trace id that are shown.")
    trace_timeline: TraceTimeline | None = Field(default=None, description="How one trace is shown.")
    trace_graph: dict[str, Any] | None = Field(default=None, description="Graph of one trace.")
    trace_diff: dict[str, Any] | None = Field(default=None, description="Comparison of two traces.")
    use_open_telemetry_terms: Bool | None = Field(default=None, description="Say attributes and events.")
    disable_file_upload_control: Bool | None = Field(default=None, description="No upload of trace files.")
    disable_json_view: Bool | None = Field(default=None, description="No view as JSON.")
    forbid_new_page: Bool | None = Field(default=None, description="Open no new tabs.")
    deep_dependencies: MenuSwitch | None = Field(default=None, description="Dependencies of one trace.")
    quality_metrics: MenuSwitch | None = Field(default=None, description="Page of trace quality.")
    path_agnostic_decorations: list[dict[str, Any]] | None = Field(default=None, description="Values on graphs.")
    scripts: list[dict[str, Any]] | None = Field(default=None, description="Scripts added to the page.")
    tracing: dict[str, Any] | None = Field(default=None, description="Traces of the page itself.")
    storage_capabilities: dict[str, Any] | None = Field(default=None, description="Set by the server.")
