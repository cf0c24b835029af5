"""Targets that Amazon Web Services name."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from o11ygen.targets.http import HTTPClient
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Duration, Int, Text


class Filter(Target):
    """Which objects the API lists."""

    name: Text | None = Field(default=None, description="Name of the filter.")
    values: list[Text] | None = Field(default=None, description="Values, of which one must match.")


class EC2Filter(Filter):
    """Which objects AWS lists."""

    @relation
    def _values(self, versions: Versions) -> Iterator[Fault]:
        if not self.values:
            yield Fault(f"the filter `{self.name}` has no values", "Add `values`", ("values",))


class _AWS(HTTPClient):
    region: Text | None = Field(default=None, description="Region; unless given, from the instance's metadata.")
    endpoint: Text | None = Field(default=None, description="Endpoint of the API.")
    access_key: Text | None = Field(default=None, description="Access key.")
    secret_key: Text | None = Field(default=None, description="Secret key.")
    profile: Text | None = Field(default=None, description="AWS profile.")
    role_arn: Text | None = Field(default=None, description="Role to assume.")
    external_id: Annotated[Text | None, Since(prometheus="3.12")] = Field(
        default=None, description="External id used to assume the role."
    )
    port: Int | None = Field(default=None, description="Port of the targets.")
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")


class EC2SD(_AWS):
    """Targets from EC2 instances."""

    http_since: ClassVar[str] = "2.41"
    auth_checked_since: ClassVar[str] = "2.48"

    filters: list[EC2Filter] | None = Field(default=None, description="Which instances.")


class LightsailSD(_AWS):
    """Targets from Lightsail instances."""

    http_since: ClassVar[str] = "2.41"
    auth_checked_since: ClassVar[str] = "2.48"


class _Clusters(_AWS):
    clusters: list[Text] | None = Field(default=None, description="Clusters; all unless given.")
    request_concurrency: Int | None = Field(default=None, description="Requests at a time.")


class ECSSD(_Clusters):
    """Targets from ECS tasks."""


class MSKSD(_Clusters):
    """Targets from MSK brokers."""


class ElasticacheSD(_Clusters):
    """Targets from ElastiCache nodes."""


class RDSSD(_Clusters):
    """Targets from RDS instances."""

    filters: Annotated[list[EC2Filter] | None, Since(prometheus="3.13")] = Field(
        default=None, description="Which instances."
    )


class AWSSD(_AWS):
    """Targets from the AWS service that `role` names."""

    role: Literal["ec2", "ecs", "lightsail", "msk", "elasticache", "rds"] = Field(description="AWS service.")
    filters: list[EC2Filter] | None = Field(default=None, description="Which instances, of `ec2`.")
    clusters: list[Text] | None = Field(default=None, description="Which clusters, of `ecs` and its kin.")
