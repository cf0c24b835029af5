"""Certificates by their paths are mounted as secrets are; those of the system are there, and some paths can't be."""

from o11ygen.resolved import Connection
from tests.stacks import make_integration, make_job, make_receiver, make_server, make_stack, secret

stack = make_stack(
    jobs=(
        make_job(
            connection=Connection(
                "https",
                {},
                {},
                {"ca_file": "/certs/ca.pem", "cert_file": "/certs/client.pem", "key": secret("/certs/key.pem")},
            )
        ),
        make_job("db", connection=Connection("https", {}, {}, {"ca_file": "/etc/ssl/certs/ca-certificates.crt"})),
        make_job("mq", connection=Connection("https", {}, {}, {"ca_file": "certs/ca.pem"})),
        make_job(
            "pod", extra={"authorization": {"credentials_file": "/var/run/secrets/kubernetes.io/serviceaccount/token"}}
        ),
    ),
    prometheus=make_server(
        web_tls={"cert_file": "/etc/prometheus/server.pem", "key": secret("/run/secrets/server-key.pem")},
    ),
    receivers=(
        make_receiver(
            "web",
            make_integration(
                "webhook",
                url="https://hooks.example.com",
                extra={"http_config": {"tls_config": {"ca_file": "/certs/ca.pem"}}},
            ),
        ),
    ),
)
