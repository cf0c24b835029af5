"""Elasticsearch: the file only bounds searches, and says who deletes; the password comes from a file."""

from tests.stacks import secret
from tests.traces import make_traced

stack = make_traced(
    "elasticsearch",
    days=7,
    environment={"addresses": {"alertmanager": ("alertmanager:9093",), "jaeger-query": ("traces:16686",)}},
    tracing={
        "settings": {
            "server_urls": ("https://es-0.example.com:9200", "https://es-1.example.com:9200"),
            "username": "jaeger",
            "password": secret("/run/secrets/elasticsearch_password"),
            "index_prefix": "shop",
            "replicas": 0,
        }
    },
)
