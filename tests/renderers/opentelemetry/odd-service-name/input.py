"""A service name that a reader of env files would cut or expand goes, encoded, into the attributes."""

from tests.traces import make_service_tracing, make_traced

stack = make_traced("memory", make_service_tracing(service_name="shop #1 $HOME"))
