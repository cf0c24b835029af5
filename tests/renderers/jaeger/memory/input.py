"""Traces in memory for development: so many of them, no time promised, and nobody asks for a strategy."""

from tests.traces import make_service_tracing, make_traced

stack = make_traced("memory", make_service_tracing())
