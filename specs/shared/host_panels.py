"""Panels of the machines, for the dashboards of whatever runs on them."""

from o11ygen import Query, TimeSeriesPanel


def usage(*, job: str, width: int) -> tuple[TimeSeriesPanel, ...]:
    """Processors, memory and network of every machine of a node_exporter job."""
    return (
        TimeSeriesPanel(
            "Processors of the hosts",
            Query(f'instance:node_cpu_used:ratio_rate5m{{job="{job}"}}', legend="{{instance}}"),
            description="Share of the machines' processor time in use, by everything that runs there.",
            unit="percentunit",
            width=width,
            min=0,
            max=1,
        ),
        TimeSeriesPanel(
            "Memory of the hosts",
            Query(f'instance:node_memory_used:ratio{{job="{job}"}}', legend="{{instance}}"),
            description="Share of the machines' memory in use.",
            unit="percentunit",
            width=width,
            min=0,
            max=1,
        ),
        TimeSeriesPanel(
            "Network of the hosts",
            tuple(
                Query(
                    f'sum by (instance) (rate({metric}{{job="{job}", device!="lo"}}[$__rate_interval]))',
                    legend=f"{{{{instance}}}} {direction}",
                )
                for metric, direction in (
                    ("node_network_receive_bytes_total", "in"),
                    ("node_network_transmit_bytes_total", "out"),
                )
            ),
            description="Bytes in and out of the machines, without the loopback.",
            unit="Bps",
            width=width,
            min=0,
        ),
    )
