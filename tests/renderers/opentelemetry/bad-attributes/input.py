"""Attributes that no SDK would take are told, and left out."""

from tests.traces import make_service_tracing, make_traced

stack = make_traced("memory", make_service_tracing(attributes={"service.name": "other", "a b": "1", "region": "eu"}))
