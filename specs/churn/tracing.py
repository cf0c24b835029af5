"""How the churn predictor's traces are taken.

Python's OpenTelemetry SDK has no sampler that asks Jaeger, so the share goes into the environment of its process, and
a change of it needs a restart.
"""

from o11ygen import ServiceTracing

tracing = ServiceTracing(sampler="sdk", attributes={"service.namespace": "customer-intelligence"})
