"""Texts that a careless writer of YAML would break."""

from tests.stacks import make_alert, make_group, make_stack

stack = make_stack(
    groups=(
        make_group(
            make_alert(
                expr='up{job=~"a|b"} == 0 # a comment',
                labels={"octal": "012", "truth": "on", "time": "1:30", "sign": "=", "nothing": "", "blank": "a "},
                annotations={
                    "summary": "{{ $labels.job }}: \"quoted\" and 'quoted'",
                    "description": "first\n  indented\n\nlast\n",
                    "symbols": "# no comment: - no list & no anchor * no alias",
                    "unicode": "Grüße \U0001f600 \u2028 line separator",
                    "tab": "a\tb",
                },
                id="shop.Odd\nname",
            ),
        ),
    )
)
