"""What the integrations of Alertmanager share."""

from pydantic import Field

from o11ygen.targets.http import HTTPClient
from o11ygen.targets.model import Target
from o11ygen.targets.scalars import Bool


class Integration(Target):
    """One way to tell people."""

    send_resolved: Bool | None = Field(default=None, description="Also tell that an alert is over.")


class HTTPIntegration(Target):
    """The HTTP client of an integration; the one of `global` unless given."""

    http_config: HTTPClient | None = Field(default=None, description="HTTP client.")
