"""Elasticsearch: a container deletes old indices, of the Jaeger's own release, with the password from a file."""

from tests.stacks import secret
from tests.traces import make_traced

stack = make_traced(
    "elasticsearch",
    days=7,
    tracing={
        "settings": {
            "server_urls": ("https://es.example.com:9200",),
            "username": "jaeger",
            "password": secret("/run/secrets/elasticsearch_password"),
            "index_prefix": "shop-",
        }
    },
)
