"""Relabeling that leaves a listed target without an address, or with one that promtool refuses."""

from tests.stacks import make_job, make_stack, static

stack = make_stack(
    jobs=(
        make_job(discovery=(static("a:1"),), relabel=({"target_label": "__address__", "replacement": "proxy/a"},)),
        make_job("gone", discovery=(static("b:1"),), relabel=({"target_label": "__address__", "replacement": ""},)),
        # What is dropped needs none.
        make_job(
            "dropped",
            discovery=(static("c:1"),),
            relabel=(
                {"target_label": "__address__", "replacement": ""},
                {"source_labels": ("job",), "regex": "dropped", "action": "drop"},
            ),
        ),
        make_job(
            "right",
            discovery=(static("https://d.example.com/"),),
            relabel=({"target_label": "__address__", "replacement": "proxy:80"},),
        ),
    )
)
