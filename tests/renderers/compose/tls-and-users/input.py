"""Prometheus asks for a certificate and a password: its health check sees that it listens."""

from tests.stacks import make_server, make_stack, secret

stack = make_stack(
    prometheus=make_server(
        web_tls={"cert_file": "/run/secrets/prometheus.pem", "key": secret("/run/secrets/prometheus-key.pem")},
        users={"reader": "$2b$10$" + "a" * 53},
    )
)
