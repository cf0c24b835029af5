"""The gateway in front of the churn predictor: written in Go, so it can ask Jaeger how many traces to take."""

from o11ygen import HttpProbe, Service, ServiceTracing, Severity, per_env
from specs import teams
from specs.shared import probes

public = HttpProbe("customer-gateway", fail_if_body_not_matches=('"status": *"ok"',))

gateway = Service(
    "customer-gateway",
    team=teams.ml_platform,
    description="Checks who asks, and hands requests to the churn predictor.",
    probes=(public,),
    alerts=(probes.probe_failing(public, severity=Severity.CRITICAL), probes.certificate_expiring(public)),
    tracing=ServiceTracing(
        sampler="remote",
        operations={
            # Rare and expensive: each one is worth a look.
            "POST /predict/batch": 1.0,
            # One every ten seconds from each load balancer, and all alike.
            "GET /health": per_env(0.001, {"development": 1.0}),
        },
    ),
)
