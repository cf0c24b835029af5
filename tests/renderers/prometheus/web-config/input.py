"""TLS with client certificates, and users by the hash of their password."""

from tests.stacks import make_server, make_stack, secret

stack = make_stack(
    prometheus=make_server(
        web_tls={
            "cert_file": "/run/secrets/prometheus.pem",
            "key": secret("/run/secrets/prometheus-key.pem"),
            "client_ca_file": "/run/secrets/clients.pem",
        },
        users={"reader": "$2b$10$" + "a" * 53},
    )
)
