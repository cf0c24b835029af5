"""A probe's regular expressions are judged as the exporter judges them."""

from tests.stacks import make_probe, make_stack

stack = make_stack(
    probes=(
        make_probe("broken", settings={"fail_if_body_not_matches": ("(",)}),
        make_probe("lookahead", settings={"fail_if_body_not_matches": ("ok", "(?=ok)")}),
    )
)
