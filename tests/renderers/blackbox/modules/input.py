"""One module for each probe, with only what the probe says."""

from tests.stacks import make_probe, make_stack

stack = make_stack(
    probes=(
        make_probe("plain"),
        make_probe(
            "strict",
            timeout_ms=2_500,
            settings={
                "method": "POST",
                "valid_status_codes": (200, 204),
                "fail_if_not_ssl": True,
                "fail_if_body_not_matches": ('"status":\\s*"ok"',),
                "follow_redirects": False,
            },
        ),
        make_probe("database", kind="tcp", targets=("db:5432",)),
        make_probe("mail", kind="tcp", targets=("mail:465",), settings={"tls": True}),
    )
)
