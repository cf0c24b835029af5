"""What Grafana logs in with reaches its container: variables by name, files as secrets."""

from o11ygen.resolved import Connection, Datasource
from tests.stacks import make_stack, secret, source

_WHAT = "Grafana's datasource Prometheus"

stack = make_stack(
    datasources={
        "prometheus": Datasource(
            Connection(
                "",
                {"username": "reader", "password": secret("PROMETHEUS_PASSWORD", kind="env", of=_WHAT)},
                {},
                {"ca_file": "/run/secrets/ca.crt", "cert_file": "/run/secrets/grafana.crt", "key": secret("/tls/key")},
            ),
            source("grafana.prometheus", _WHAT),
        )
    }
)
