"""Every kind of service discovery; secrets are files, also Consul's token."""

from o11ygen.resolved import Connection, Discovery
from tests.stacks import PLAIN, make_job, make_stack, secret, static

bearer = Connection("http", {}, {"credentials": secret("/run/secrets/inventory")}, {})
stack = make_stack(
    jobs=(
        make_job(
            "several", discovery=(static("a:1"), static("b:2", zone="b"), Discovery("file", {"files": ("*.json",)}))
        ),
        make_job("file", discovery=(Discovery("file", {"files": ("targets/*.yml",), "refresh_interval": "30s"}),)),
        make_job("dns", discovery=(Discovery("dns", {"names": ("app.internal",), "type": "A", "port": 8080}),)),
        make_job("srv", discovery=(Discovery("dns", {"names": ("_app._tcp.internal",)}),)),
        make_job(
            "http",
            discovery=(
                Discovery("http", {"url": "https://inventory.internal/targets", "connection": bearer}),
                Discovery("http", {"url": "http://other/", "refresh_interval": "1m", "connection": PLAIN}),
            ),
        ),
        make_job(
            "kubernetes",
            discovery=(
                Discovery(
                    "kubernetes",
                    {
                        "role": "pod",
                        "namespaces": ("shop", "shop-jobs"),
                        "selectors": ({"role": "pod", "label": "app=shop"},),
                    },
                ),
                Discovery("kubernetes", {"role": "endpointslice", "own_namespace": True}),
                Discovery("kubernetes", {"role": "node", "api_server": "https://kubernetes.internal"}),
            ),
        ),
        make_job(
            "consul",
            discovery=(
                Discovery(
                    "consul",
                    {
                        "server": "consul:8500",
                        "services": ("shop",),
                        "datacenter": "eu",
                        "filter": 'Service.Meta.scrape == "true"',
                        "token": secret("/run/secrets/consul"),
                    },
                ),
            ),
        ),
    )
)
