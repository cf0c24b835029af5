"""The modules of models as the builders of documents import them: each model is its outline, and none is loaded::

    from o11ygen.targets.outlined import compose

    part(compose.Healthcheck)(retries=3)

To those that read types only they are the models themselves, so that such a call is checked.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from o11ygen.targets import alertmanager as alertmanager
    from o11ygen.targets import alertmanager_global as alertmanager_global
    from o11ygen.targets import blackbox as blackbox
    from o11ygen.targets import collector as collector
    from o11ygen.targets import collector_net as collector_net
    from o11ygen.targets import compose as compose
    from o11ygen.targets import grafana_datasource as grafana_datasource
    from o11ygen.targets import grafana_provisioning as grafana_provisioning
    from o11ygen.targets import http as http
    from o11ygen.targets import jaeger as jaeger
    from o11ygen.targets import jaeger_elasticsearch as jaeger_elasticsearch
    from o11ygen.targets import jaeger_extensions as jaeger_extensions
    from o11ygen.targets import jaeger_storage as jaeger_storage
    from o11ygen.targets import jaeger_ui as jaeger_ui
    from o11ygen.targets import otel_environment as otel_environment
    from o11ygen.targets import prometheus as prometheus
    from o11ygen.targets import receivers as receivers
    from o11ygen.targets import relabel as relabel
    from o11ygen.targets import remote as remote
    from o11ygen.targets import route as route
    from o11ygen.targets import rules as rules
    from o11ygen.targets import sampling as sampling
    from o11ygen.targets import scrape as scrape
    from o11ygen.targets import storage as storage
    from o11ygen.targets import time_interval as time_interval
    from o11ygen.targets import web as web
    from o11ygen.targets.discovery import kubernetes as kubernetes
    from o11ygen.targets.discovery import registry as registry
    from o11ygen.targets.discovery import static as static
else:
    from o11ygen.targets.outline import Outlines

    def __getattr__(name: str) -> Outlines:
        if name.startswith("__"):
            raise AttributeError(name)
        return Outlines(f"discovery.{name}" if name in ("kubernetes", "registry", "static") else name)
