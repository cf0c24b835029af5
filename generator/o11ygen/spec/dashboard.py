"""Dashboards: rows of panels, placed by width, never by x and y."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from o11ygen.spec.allow import Allow
from o11ygen.spec.frozen import EMPTY, Frozen
from o11ygen.spec.model import Spec, refuse
from o11ygen.spec.names import Name
from o11ygen.spec.values import Duration, Extra, Integer, Number, Switch, Text, WebLink
from o11ygen.spec.varying import Varies, alternatives


class Query(Spec):
    """A PromQL query of a panel. `$selector` is the service's job matcher; Grafana's variables stay as they are."""

    expr: Varies[Text] = Field(kw_only=False, description="The PromQL expression.")
    legend: Varies[Text] = Field(default="", kw_only=False, description="The legend, such as `{{status}}`.")
    instant: Varies[Switch] = Field(default=False, description="Whether only the newest value is asked for.")
    format: Varies[Literal["time_series", "table", "heatmap"]] = Field(
        default="time_series", description="The shape of the answer."
    )
    exemplars: Varies[Switch] = Field(default=False, description="Whether exemplars are shown.")


_QUERY = 'Write PromQL as a string, `Query("up", legend=...)`, or a tuple of these.'


def _queries(value: object) -> object:
    if isinstance(value, str | Query):
        value = (value,)
    if not isinstance(value, tuple | list):
        raise refuse("it is neither a query nor a tuple of queries", _QUERY)
    return tuple(map(_query, value))


def _query(item: object) -> Query:
    if isinstance(item, str):
        return Query(item)
    if not isinstance(item, Query):
        raise refuse("something in it is no query", _QUERY)
    return item


Queries: TypeAlias = Annotated[tuple[Query | str, ...] | Query | str, BeforeValidator(_queries)]


class Threshold(Spec):
    """From this value on the panel has this colour."""

    value: Varies[Number] = Field(
        kw_only=False, description="The value, in the panel's unit; `-inf` is the lowest colour."
    )
    color: Varies[str] = Field(kw_only=False, description="A colour of Grafana's palette, such as red.")


class Panel(Spec):
    """What all panels have."""

    kind: ClassVar[str]

    title: Varies[Text] = Field(kw_only=False, description="The title, unique in its dashboard.")
    queries: Varies[Queries] = Field(
        default=(), kw_only=False, description="What it shows; a string is a query without a legend."
    )
    description: Varies[Text] = Field(default="", description="What it tells, and what is normal.")
    unit: Varies[str] = Field(default="", description="Grafana's unit id, such as `percentunit`, `s` or `reqps`.")
    width: Varies[Annotated[Integer, Field(ge=1, le=24)]] = Field(
        default=12, description="Columns of the 24 that a row has."
    )
    height: Varies[Annotated[Integer, Field(ge=2, le=40)]] = Field(
        default=8, description="Height in grid units of about 30 pixels."
    )
    thresholds: Varies[tuple[Threshold, ...]] = Field(
        default=(), description="Colours from values on; below the first it is green."
    )
    min: Varies[Number | None] = Field(default=None, description="The least value of the axis.")
    max: Varies[Number | None] = Field(default=None, description="The largest value of the axis.")
    decimals: Varies[Annotated[Integer, Field(ge=0, le=10)] | None] = Field(
        default=None, description="Digits after the point."
    )
    mappings: Varies[Frozen[str, str]] = Field(
        default=EMPTY, description="Texts shown for values, such as {'0': 'down'}."
    )
    repeat: Varies[str] = Field(default="", description="A variable for each value of which the panel is repeated.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this panel are accepted."
    )
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the panel's JSON, merged over the rest.")

    @property
    def label(self) -> str:
        """How messages call it."""
        return f'panel "{next(iter(alternatives(self.title)), "")}"'


class TimeSeriesPanel(Panel):
    """Values over time."""

    kind = "timeseries"
    stack: Varies[Switch] = Field(default=False, description="Whether series are stacked.")
    fill: Varies[Annotated[Integer, Field(ge=0, le=100)]] = Field(
        default=10, description="Opacity of the area under the lines, in percent."
    )
    bars: Varies[Switch] = Field(default=False, description="Whether bars are drawn instead of lines.")
    legend_values: Varies[tuple[str, ...]] = Field(
        default=(), description="Calculations in the legend, such as mean, max, lastNotNull."
    )
    log_scale: Varies[Switch] = Field(default=False, description="Whether the axis is logarithmic.")


class StatPanel(Panel):
    """One large number."""

    kind = "stat"
    calculation: Varies[str] = Field(default="lastNotNull", description="How the series becomes a number.")
    color_mode: Varies[Literal["value", "background", "none"]] = Field(default="value", description="What is coloured.")
    graph: Varies[Switch] = Field(default=True, description="Whether a small graph is drawn behind it.")


class GaugePanel(Panel):
    """A number on an arc between `min` and `max`."""

    kind = "gauge"
    calculation: Varies[str] = Field(default="lastNotNull", description="How the series becomes a number.")


class BarGaugePanel(Panel):
    """A bar for each series."""

    kind = "bargauge"
    calculation: Varies[str] = Field(default="lastNotNull", description="How each series becomes a number.")
    horizontal: Varies[Switch] = Field(default=True, description="Whether the bars lie.")


class TablePanel(Panel):
    """The newest values as a table."""

    kind = "table"
    columns: Varies[Frozen[str, str]] = Field(
        default=EMPTY, description="Titles of the columns that are shown, by field name."
    )


class HeatmapPanel(Panel):
    """A distribution over time, from histogram buckets."""

    kind = "heatmap"


class TextPanel(Panel):
    """Markdown."""

    kind = "text"
    content: Varies[Text] = Field(description="The text, in Markdown.")


AnyPanel: TypeAlias = TimeSeriesPanel | StatPanel | GaugePanel | BarGaugePanel | TablePanel | HeatmapPanel | TextPanel


class Row(Spec):
    """Panels side by side under a title; they wrap when they are wider than the row."""

    title: Varies[Text] = Field(kw_only=False, description="The title, unique in its dashboard.")
    panels: Varies[tuple[AnyPanel, ...]] = Field(kw_only=False, description="The panels, from left to right.")
    collapsed: Varies[Switch] = Field(default=False, description="Whether it is closed at first.")


class Variable(Spec):
    """A variable that the reader chooses, filled from a label's values or a list."""

    name: Varies[Name] = Field(kw_only=False, description="Its name; queries use `$name`.")
    title: Varies[Text] = Field(default="", description="What the reader sees; else the name.")
    query: Varies[Text] = Field(default="", description="Such as `label_values(up{$selector}, instance)`.")
    values: Varies[tuple[str, ...]] = Field(default=(), description="Fixed values instead of a query.")
    multi: Varies[Switch] = Field(default=False, description="Whether several can be chosen.")
    include_all: Varies[Switch] = Field(default=False, description="Whether all can be chosen.")


class Link(Spec):
    """A link at the top of a dashboard, to another address; dashboards of one project are linked by themselves."""

    title: Varies[Text] = Field(kw_only=False, description="Its text.")
    url: Varies[WebLink] = Field(kw_only=False, description="Its address: a URL, or a path in Grafana.")


class Dashboard(Spec):
    """A page of panels. Its uid and address follow from its name and stay when panels are added or moved."""

    name: Name = Field(kw_only=False, description="Its short name, unique in the project; becomes the uid.")
    title: Varies[Text] = Field(description="What people read; the environment is added to it.")
    description: Varies[Text] = Field(default="", description="Whom it is for and what it answers.")
    folder: Varies[Text] = Field(default="", description="The folder in Grafana; else the service's name.")
    rows: Varies[Annotated[tuple[Row, ...], Field(min_length=1)]] = Field(description="The rows, from top to bottom.")
    variables: Varies[tuple[Variable, ...]] = Field(
        default=(), description="What the reader can choose, beside the datasource."
    )
    links: Varies[tuple[Link, ...]] = Field(default=(), description="Further links.")
    tags: Varies[tuple[str, ...]] = Field(default=(), description="Tags beside the project's own.")
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the dashboard's JSON.")
    refresh: Varies[Duration | Literal[""]] = Field(default="1m", description="How often it refreshes itself.")
    time_range: Varies[Duration] = Field(default="6h", description="The time that it shows at first, up to now.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this dashboard are accepted."
    )

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"dashboard {self.name}"
