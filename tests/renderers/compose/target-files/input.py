"""Files that others write for Prometheus are mounted where they are; those beside prometheus.yml are there already."""

from o11ygen.resolved import Discovery
from tests.stacks import make_job, make_server, make_stack

files = ("targets/*.json", "/etc/prometheus/more/*.json", "/run/secrets/targets.json")
stack = make_stack(
    prometheus=make_server(extra={"scrape_config_files": ["/srv/jobs/*.yml"], "rule_files": ["more/*.yml"]}),
    jobs=(
        make_job("own", discovery=(Discovery("file", {"files": files}),)),
        make_job("fleet", discovery=(Discovery("file", {"files": ("/srv/targets/*.json", "/srv/targets/more.yml")}),)),
        make_job("lab", discovery=(Discovery("file", {"files": ("/var/lib/lab$/a.json",)}),)),
    ),
)
