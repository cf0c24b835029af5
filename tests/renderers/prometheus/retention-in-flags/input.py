"""Below 3.11 the retention stands in the flags."""

from o11ygen.resolved import Retention
from tests.stacks import DAY, make_environment, make_stack

stack = make_stack(
    environment=make_environment(versions={"prometheus": "3.10"}, retention=Retention(30 * DAY, 10 * 1024**3, 0, 0))
)
