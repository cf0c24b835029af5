"""What has the machine's own address: the node exporter runs in its network, and Prometheus finds it there."""

from tests.stacks import make_environment, make_stack

stack = make_stack(
    environment=make_environment(
        addresses={"alertmanager": ("alertmanager:9093",), "node-exporter": ("host.docker.internal:9100",)}
    )
)
