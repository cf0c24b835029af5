"""Files that only `extra` names are mounted as well: a probe's password, and authorities that sign for what is asked."""

from tests.stacks import make_probe, secret
from tests.traces import make_traced

stack = make_traced(
    "elasticsearch",
    days=7,
    tracing={
        "settings": {
            "server_urls": ("https://es.example.com:9200",),
            "username": "jaeger",
            "password": secret("/run/secrets/elasticsearch_password"),
            "index_prefix": "",
        },
        "storage_extra": {"tls": {"ca_file": "/run/secrets/authority.pem", "server_name_override": "es"}},
    },
    notifications_extra={"http_config": {"tls_config": {"ca_file": "/run/secrets/proxy.pem"}}},
    routing_extra={"tracing": {"endpoint": "otlp:4317", "tls_config": {"ca_file": "/run/secrets/traces.pem"}}},
    probes=(
        make_probe(
            extra={
                "http": {
                    "basic_auth": {"username": "probe", "password": secret("/run/secrets/probe")},
                    "tls_config": {"ca_file": "/run/secrets/authority.pem"},
                }
            }
        ),
    ),
)
