"""Alerts and recording rules for the machines, from node_exporter's metrics."""

from o11ygen import Alert, Level, PerEnv, RecordingRule, Severity
from specs.shared.runbooks import runbook
from specs.shared.times import HOUR

# What lies on a disk of this machine: the others are memory, images, or somebody else's.
_DISKS = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|nfs.*"'


def recording_rules() -> tuple[RecordingRule, ...]:
    """How much of each machine's processors, memory and disks is in use."""
    return (
        RecordingRule(
            "instance:node_cpu_used:ratio_rate5m",
            expr="""1 - avg by (job, instance) (rate(node_cpu_seconds_total{$selector, mode="idle"}[5m]))""",
            unit="ratio",
            description="The share of processor time that is not idle.",
        ),
        RecordingRule(
            "instance:node_memory_used:ratio",
            expr="1 - node_memory_MemAvailable_bytes{$selector} / node_memory_MemTotal_bytes{$selector}",
            unit="ratio",
            description="The share of memory that programs can't get any more.",
        ),
        RecordingRule(
            "instance_mountpoint:node_filesystem_free:ratio",
            # One device may be mounted several times below one another; `max` leaves one series for each place.
            expr=f"""
                max by (job, instance, mountpoint) (
                  node_filesystem_avail_bytes{{$selector, {_DISKS}}}
                    / node_filesystem_size_bytes{{$selector, {_DISKS}}}
                )
            """,
            unit="ratio",
            description="The share of each file system that is free for programs other than root's.",
        ),
    )


def high_cpu(*, threshold: float | PerEnv[float] = 0.9) -> Alert:
    """The processors are busy for long: by itself no harm, but what runs there gets slow."""
    return Alert(
        "HostHighCpu",
        expr="instance:node_cpu_used:ratio_rate5m{$selector} > $threshold",
        severity=Severity.WARNING,
        threshold=threshold,
        for_="15m",
        summary="The processors of {{ $labels.instance }} are {{ $value | humanizePercentage }} busy",
        description="""
            The processors of {{ $labels.instance }} have been more than ${threshold:percent} busy for ${for:duration}.
            Everything there gets slower: find the process, or move some of the load.
        """,
        runbook=runbook("host/high-cpu"),
    )


def high_memory(*, threshold: float | PerEnv[float] = 0.9) -> Alert:
    """Memory runs out: the kernel is about to end a process of its own choice."""
    return Alert(
        "HostHighMemory",
        expr="instance:node_memory_used:ratio{$selector} > $threshold",
        severity=Severity.WARNING,
        threshold=threshold,
        for_="10m",
        summary="The memory of {{ $labels.instance }} is {{ $value | humanizePercentage }} used",
        description="""
            More than ${threshold:percent} of the memory of {{ $labels.instance }} has been in use for ${for:duration}.
            When it runs out, the kernel ends the process that uses most.
        """,
        runbook=runbook("host/high-memory"),
    )


def disk_filling() -> Alert:
    """A disk will be full soon at the pace of the last six hours, or nearly is.

    A trend alone wakes people for a large disk that was just filled by a quarter; a fill level alone comes too late on
    a small one. The floor catches the disk that has filled up and stays so.
    """
    return Alert(
        "HostDiskFilling",
        expr=f"""
            (
                instance_mountpoint:node_filesystem_free:ratio{{$selector}} < $threshold
              and on (job, instance, mountpoint)
                predict_linear(node_filesystem_avail_bytes{{$selector, {_DISKS}}}[6h], $horizon) < 0
            )
            or
              instance_mountpoint:node_filesystem_free:ratio{{$selector}} < $floor
        """,
        levels={
            Severity.WARNING: Level(threshold=0.25, params={"horizon": 24 * HOUR, "floor": 0.05}, for_="30m"),
            Severity.CRITICAL: Level(threshold=0.15, params={"horizon": 4 * HOUR, "floor": 0.02}, for_="10m"),
        },
        summary="{{ $labels.mountpoint }} on {{ $labels.instance }} has {{ $value | humanizePercentage }} left",
        description="""
            At the pace of the last six hours {{ $labels.mountpoint }} on {{ $labels.instance }} is full within
            ${horizon:duration}, or less than ${floor:percent} of it is free already. A full disk stops the databases.
        """,
        runbook=runbook("host/disk-filling"),
    )
