"""Where compose does not run the exporter, nobody knows its network: it chooses between IPv4 and IPv6 itself."""

from tests.stacks import make_probe, make_stack

stack = make_stack(
    compose=False,
    probes=(make_probe(), make_probe("db", kind="tcp", targets=("db:5432",))),
)
