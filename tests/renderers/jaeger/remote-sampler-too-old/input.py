"""Jaeger 2.1 reads the strategies once, at start: the field that it lacks is left out."""

from tests.traces import make_service_tracing, make_traced

stack = make_traced("memory", make_service_tracing(sampler="remote"), environment={"versions": {"jaeger": "2.1"}})
