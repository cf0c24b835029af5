"""Where Prometheus finds targets: every service discovery that a scrape job or an Alertmanager entry may hold."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from o11ygen.targets.discovery.static import DNSSD, HTTPSD, FileSD, StaticConfig
from o11ygen.targets.model import Since, Target
from o11ygen.targets.postponed import later

# Few files have more than one or two of these.
if TYPE_CHECKING:
    from o11ygen.targets.discovery.aws import AWSSD, EC2SD, ECSSD, MSKSD, RDSSD, ElasticacheSD, LightsailSD
    from o11ygen.targets.discovery.cloud import GCESD, OCISD, AzureSD, OpenStackSD, TritonSD
    from o11ygen.targets.discovery.hosting import (
        IONOSSD,
        DigitalOceanSD,
        HetznerSD,
        LinodeSD,
        OutscaleSD,
        OVHcloudSD,
        PuppetDBSD,
        ScalewaySD,
        StackitSD,
        UyuniSD,
        VultrSD,
    )
    from o11ygen.targets.discovery.kubernetes import KubernetesSD
    from o11ygen.targets.discovery.registry import (
        ConsulSD,
        DockerSD,
        DockerSwarmSD,
        EurekaSD,
        KumaSD,
        MarathonSD,
        NomadSD,
        ZooKeeperSD,
    )
else:
    AWSSD, EC2SD, ECSSD, MSKSD, RDSSD, ElasticacheSD, LightsailSD = later(
        "discovery.aws", "AWSSD", "EC2SD", "ECSSD", "MSKSD", "RDSSD", "ElasticacheSD", "LightsailSD"
    )
    GCESD, OCISD, AzureSD, OpenStackSD, TritonSD = later(
        "discovery.cloud", "GCESD", "OCISD", "AzureSD", "OpenStackSD", "TritonSD"
    )
    DigitalOceanSD, HetznerSD, IONOSSD, LinodeSD, OutscaleSD, OVHcloudSD = later(
        "discovery.hosting", "DigitalOceanSD", "HetznerSD", "IONOSSD", "LinodeSD", "OutscaleSD", "OVHcloudSD"
    )
    PuppetDBSD, ScalewaySD, StackitSD, UyuniSD, VultrSD = later(
        "discovery.hosting", "PuppetDBSD", "ScalewaySD", "StackitSD", "UyuniSD", "VultrSD"
    )
    KubernetesSD = later("discovery.kubernetes", "KubernetesSD")
    ConsulSD, DockerSD, DockerSwarmSD, EurekaSD = later(
        "discovery.registry", "ConsulSD", "DockerSD", "DockerSwarmSD", "EurekaSD"
    )
    KumaSD, MarathonSD, NomadSD, ZooKeeperSD = later(
        "discovery.registry", "KumaSD", "MarathonSD", "NomadSD", "ZooKeeperSD"
    )


class Discovery(Target):
    """The service discoveries; the most used first, then by name."""

    static_configs: list[StaticConfig] | None = Field(default=None, description="Targets listed here.")
    file_sd_configs: list[FileSD] | None = Field(default=None, description="Targets from files.")
    dns_sd_configs: list[DNSSD] | None = Field(default=None, description="Targets from DNS.")
    http_sd_configs: Annotated[list[HTTPSD] | None, Since(prometheus="2.28")] = Field(
        default=None, description="Targets from a web server."
    )
    kubernetes_sd_configs: list[KubernetesSD] | None = Field(default=None, description="Targets from Kubernetes.")
    consul_sd_configs: list[ConsulSD] | None = Field(default=None, description="Targets from Consul.")
    ec2_sd_configs: list[EC2SD] | None = Field(default=None, description="Targets from EC2.")
    aws_sd_configs: Annotated[list[AWSSD] | None, Since(prometheus="3.8")] = Field(
        default=None, description="Targets from AWS."
    )
    azure_sd_configs: list[AzureSD] | None = Field(default=None, description="Targets from Azure.")
    digitalocean_sd_configs: list[DigitalOceanSD] | None = Field(default=None, description="Targets from DigitalOcean.")
    docker_sd_configs: Annotated[list[DockerSD] | None, Since(prometheus="2.27")] = Field(
        default=None, description="Targets from Docker."
    )
    dockerswarm_sd_configs: list[DockerSwarmSD] | None = Field(default=None, description="Targets from Docker Swarm.")
    ecs_sd_configs: Annotated[list[ECSSD] | None, Since(prometheus="3.8")] = Field(
        default=None, description="Targets from ECS."
    )
    elasticache_sd_configs: Annotated[list[ElasticacheSD] | None, Since(prometheus="3.11")] = Field(
        default=None, description="Targets from ElastiCache."
    )
    eureka_sd_configs: Annotated[list[EurekaSD] | None, Since(prometheus="2.21")] = Field(
        default=None, description="Targets from Eureka."
    )
    gce_sd_configs: list[GCESD] | None = Field(default=None, description="Targets from Google Compute Engine.")
    hetzner_sd_configs: Annotated[list[HetznerSD] | None, Since(prometheus="2.21")] = Field(
        default=None, description="Targets from Hetzner."
    )
    ionos_sd_configs: Annotated[list[IONOSSD] | None, Since(prometheus="2.36")] = Field(
        default=None, description="Targets from IONOS."
    )
    kuma_sd_configs: Annotated[list[KumaSD] | None, Since(prometheus="2.29")] = Field(
        default=None, description="Targets from Kuma."
    )
    lightsail_sd_configs: Annotated[list[LightsailSD] | None, Since(prometheus="2.27")] = Field(
        default=None, description="Targets from Lightsail."
    )
    linode_sd_configs: Annotated[list[LinodeSD] | None, Since(prometheus="2.28")] = Field(
        default=None, description="Targets from Linode."
    )
    marathon_sd_configs: list[MarathonSD] | None = Field(default=None, description="Targets from Marathon.")
    msk_sd_configs: Annotated[list[MSKSD] | None, Since(prometheus="3.10")] = Field(
        default=None, description="Targets from MSK."
    )
    nerve_sd_configs: list[ZooKeeperSD] | None = Field(default=None, description="Targets from Nerve.")
    nomad_sd_configs: Annotated[list[NomadSD] | None, Since(prometheus="2.37")] = Field(
        default=None, description="Targets from Nomad."
    )
    oci_sd_configs: Annotated[list[OCISD] | None, Since(prometheus="3.14")] = Field(
        default=None, description="Targets from Oracle Cloud Infrastructure."
    )
    openstack_sd_configs: list[OpenStackSD] | None = Field(default=None, description="Targets from OpenStack.")
    outscale_sd_configs: Annotated[list[OutscaleSD] | None, Since(prometheus="3.12")] = Field(
        default=None, description="Targets from OUTSCALE."
    )
    ovhcloud_sd_configs: Annotated[list[OVHcloudSD] | None, Since(prometheus="2.40")] = Field(
        default=None, description="Targets from OVHcloud."
    )
    puppetdb_sd_configs: Annotated[list[PuppetDBSD] | None, Since(prometheus="2.31")] = Field(
        default=None, description="Targets from PuppetDB."
    )
    rds_sd_configs: Annotated[list[RDSSD] | None, Since(prometheus="3.11")] = Field(
        default=None, description="Targets from RDS."
    )
    scaleway_sd_configs: Annotated[list[ScalewaySD] | None, Since(prometheus="2.26")] = Field(
        default=None, description="Targets from Scaleway."
    )
    serverset_sd_configs: list[ZooKeeperSD] | None = Field(default=None, description="Targets from Serversets.")
    stackit_sd_configs: Annotated[list[StackitSD] | None, Since(prometheus="3.5")] = Field(
        default=None, description="Targets from STACKIT."
    )
    triton_sd_configs: list[TritonSD] | None = Field(default=None, description="Targets from Triton.")
    uyuni_sd_configs: Annotated[list[UyuniSD] | None, Since(prometheus="2.31")] = Field(
        default=None, description="Targets from Uyuni."
    )
    vultr_sd_configs: Annotated[list[VultrSD] | None, Since(prometheus="2.36")] = Field(
        default=None, description="Targets from Vultr."
    )
