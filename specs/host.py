"""The machines everything runs on."""

from o11ygen import External, Label, ScrapeJob, Service
from specs import teams
from specs.shared import host

_CPU = Label("cpu", pattern="[0-9]+", cardinality=16)
_MODE = Label("mode", values=("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"))
_FILESYSTEM = (
    Label("device", cardinality=8),
    Label("fstype", cardinality=4),
    Label("mountpoint", cardinality=8),
)
_NETWORK = (Label("device", cardinality=6),)

METRICS = (
    External("node_cpu_seconds_total", "Time the processors spent in each mode.", kind="counter", labels=(_CPU, _MODE)),
    External("node_memory_MemAvailable_bytes", "Memory that programs can still get.", kind="gauge", unit="bytes"),
    External("node_memory_MemTotal_bytes", "Memory of the machine.", kind="gauge", unit="bytes"),
    External("node_filesystem_avail_bytes", "Space left for programs.", kind="gauge", unit="bytes", labels=_FILESYSTEM),
    External("node_filesystem_size_bytes", "Size of a file system.", kind="gauge", unit="bytes", labels=_FILESYSTEM),
    External("node_network_receive_bytes_total", "Bytes received.", kind="counter", unit="bytes", labels=_NETWORK),
    External("node_network_transmit_bytes_total", "Bytes sent.", kind="counter", unit="bytes", labels=_NETWORK),
)

hosts = Service(
    "hosts",
    team=teams.infrastructure,
    description="The machines, through node_exporter.",
    jobs=(ScrapeJob("node-exporter"),),
    metrics=METRICS,
    recording_rules=host.recording_rules(),
    alerts=(host.high_cpu(), host.high_memory(), host.disk_filling()),
)
