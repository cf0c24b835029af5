"""A folder that the image itself lives by is mounted by nobody."""

from o11ygen.resolved import Discovery
from tests.stacks import make_job, make_stack

stack = make_stack(jobs=(make_job("app", discovery=(Discovery("file", {"files": ("/etc/targets.json",)}),)),))
