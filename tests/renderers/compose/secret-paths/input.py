"""A secret inside a mounted folder, or at a relative path, could never be mounted."""

from o11ygen.resolved import Connection
from tests.stacks import make_job, make_stack, secret

inside = secret("/etc/prometheus/secrets/token", of="scrape job app")
relative = secret("secrets/token", of="scrape job db")
stack = make_stack(
    jobs=(
        make_job(connection=Connection("http", {}, {"credentials": inside}, {})),
        make_job("db", connection=Connection("http", {}, {"credentials": relative}, {})),
    )
)
