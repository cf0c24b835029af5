"""Dashboards: rows of panels, placed by width, never by x and y."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from o11ygen.spec.allow import Allow
from o11ygen.spec.model import Spec, refuse
from o11ygen.spec.values import EMPTY, Duration, Extra, Frozen, Name, Text, Varies


class Query(Spec):
    """A PromQL query of a panel. `$selector` is the service's job matcher; Grafana's variables stay as they are."""

    expr: Varies[Text] = Field(kw_only=False, description="The PromQL expression.")
    legend: Text = Field(default="", kw_only=False, description="The legend, such as `{{status}}`.")
    instant: bool = Field(default=False, description="Whether only the newest value is asked for.")
    format: Literal["time_series", "table", "heatmap"] = Field(
        default="time_series", description="The shape of the answer."
    )
    exemplars: bool = Field(default=False, description="Whether exemplars are shown.")


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

    value: Varies[float] = Field(
        kw_only=False, description="The value, in the panel's unit; `-inf` is the lowest colour."
    )
    color: str = Field(kw_only=False, description="A colour of Grafana's palette, such as red.")


class Panel(Spec):
    """What all panels have."""

    kind: ClassVar[str]

    title: Text = Field(kw_only=False, description="The title, unique in its dashboard.")
    queries: Queries = Field(
        default=(), kw_only=False, description="What it shows; a string is a query without a legend."
    )
    description: Text = Field(default="", description="What it tells, and what is normal.")
    unit: str = Field(default="", description="Grafana's unit id, such as `percentunit`, `s` or `reqps`.")
    width: int = Field(default=12, ge=1, le=24, description="Columns of the 24 that a row has.")
    height: int = Field(default=8, ge=2, le=40, description="Height in grid units of about 30 pixels.")
    thresholds: tuple[Threshold, ...] = Field(
        default=(), description="Colours from values on; below the first it is green."
    )
    min: Varies[float] | None = Field(default=None, description="The least value of the axis.")
    max: Varies[float] | None = Field(default=None, description="The largest value of the axis.")
    decimals: int | None = Field(default=None, ge=0, le=10, description="Digits after the point.")
    mappings: Frozen[str, str] = Field(default=EMPTY, description="Texts shown for values, such as {'0': 'down'}.")
    repeat: str = Field(default="", description="A variable for each value of which the panel is repeated.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this panel are accepted."
    )
    extra: Extra = Field(default=EMPTY, description="Further fields of the panel's JSON, merged over the rest.")

    @property
    def label(self) -> str:
        """How messages call it."""
        return f'panel "{self.title}"'


class TimeSeriesPanel(Panel):
    """Values over time."""

    kind = "timeseries"
    stack: bool = Field(default=False, description="Whether series are stacked.")
    fill: int = Field(default=10, ge=0, le=100, description="Opacity of the area under the lines, in percent.")
    bars: bool = Field(default=False, description="Whether bars are drawn instead of lines.")
    legend_values: tuple[str, ...] = Field(
        default=(), description="Calculations in the legend, such as mean, max, lastNotNull."
    )
    log_scale: bool = Field(default=False, description="Whether the axis is logarithmic.")


class StatPanel(Panel):
    """One large number."""

    kind = "stat"
    calculation: str = Field(default="lastNotNull", description="How the series becomes a number.")
    color_mode: Literal["value", "background", "none"] = Field(default="value", description="What is coloured.")
    graph: bool = Field(default=True, description="Whether a small graph is drawn behind it.")


class GaugePanel(Panel):
    """A number on an arc between `min` and `max`."""

    kind = "gauge"
    calculation: str = Field(default="lastNotNull", description="How the series becomes a number.")


class BarGaugePanel(Panel):
    """A bar for each series."""

    kind = "bargauge"
    calculation: str = Field(default="lastNotNull", description="How each series becomes a number.")
    horizontal: bool = Field(default=True, description="Whether the bars lie.")


class TablePanel(Panel):
    """The newest values as a table."""

    kind = "table"
    columns: Frozen[str, str] = Field(default=EMPTY, description="Titles of the columns that are shown, by field name.")


class HeatmapPanel(Panel):
    """A distribution over time, from histogram buckets."""

    kind = "heatmap"


class TextPanel(Panel):
    """Markdown."""

    kind = "text"
    content: Text = Field(description="The text, in Markdown.")


AnyPanel: TypeAlias = TimeSeriesPanel | StatPanel | GaugePanel | BarGaugePanel | TablePanel | HeatmapPanel | TextPanel


class Row(Spec):
    """Panels side by side under a title; they wrap when they are wider than the row."""

    title: Text = Field(kw_only=False, description="The title, unique in its dashboard.")
    panels: tuple[AnyPanel, ...] = Field(kw_only=False, description="The panels, from left to right.")
    collapsed: bool = Field(default=False, description="Whether it is closed at first.")


class Variable(Spec):
    """A variable that the reader chooses, filled from a label's values or a list."""

    name: Name = Field(kw_only=False, description="Its name; queries use `$name`.")
    title: Text = Field(default="", description="What the reader sees; else the name.")
    query: Text = Field(default="", description="Such as `label_values(up, instance)`.")
    values: tuple[str, ...] = Field(default=(), description="Fixed values instead of a query.")
    multi: bool = Field(default=False, description="Whether several can be chosen.")
    include_all: bool = Field(default=False, description="Whether all can be chosen.")


class Link(Spec):
    """A link at the top of a dashboard, to another address; dashboards of one project are linked by themselves."""

    title: Text = Field(kw_only=False, description="Its text.")
    url: Varies[str] = Field(kw_only=False, description="Its address.")


class Dashboard(Spec):
    """A page of panels. Its uid and address follow from its name and stay when panels are added or moved."""

    name: Name = Field(kw_only=False, description="Its short name, unique in the project; becomes the uid.")
    title: Text = Field(description="What people read; the environment is added to it.")
    description: Text = Field(default="", description="Whom it is for and what it answers.")
    folder: Text = Field(default="", description="The folder in Grafana; else the service's name.")
    rows: tuple[Row, ...] = Field(description="The rows, from top to bottom.", min_length=1)
    variables: tuple[Variable, ...] = Field(
        default=(), description="What the reader can choose, beside the datasource."
    )
    links: tuple[Link, ...] = Field(default=(), description="Further links.")
    tags: tuple[str, ...] = Field(default=(), description="Tags beside the project's own.")
    refresh: Duration | Literal[""] = Field(default="1m", description="How often it refreshes itself.")
    time_range: Duration = Field(default="6h", description="The time that it shows at first, up to now.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this dashboard are accepted."
    )

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"dashboard {self.name}"
