"""A service that asks Jaeger: its share and those of two operations; the others get the environment's."""

from tests.traces import make_service_tracing, make_traced

gateway = make_service_tracing(
    "gateway",
    sampler="remote",
    service_name="shop-gateway",
    ratio=0.25,
    operations={"POST /order": 1.0, "GET /health": 0.001},
)
stack = make_traced("memory", gateway, make_service_tracing("shop"), tracing={"default_ratio": 0.5})
