"""Files that another program lists targets in are mounted where they are; those beside prometheus.yml are there already."""

from o11ygen.resolved import Discovery
from tests.stacks import make_job, make_stack

files = ("targets/*.json", "/etc/prometheus/more/*.json", "/run/secrets/targets.json")
stack = make_stack(
    jobs=(
        make_job("own", discovery=(Discovery("file", {"files": files}),)),
        make_job("fleet", discovery=(Discovery("file", {"files": ("/srv/targets/*.json", "/srv/targets/more.yml")}),)),
        make_job("lab", discovery=(Discovery("file", {"files": ("/var/lib/lab$/a.json",)}),)),
    )
)
