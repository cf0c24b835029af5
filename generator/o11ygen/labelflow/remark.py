"""Parts of an expression that can make no difference, whatever the data is."""

from typing import Literal, NamedTuple, TypeAlias

RemarkKind: TypeAlias = Literal[
    "always_true",
    "never_true",
    "dead_branch",
    "never_matches",
    "one_sided_label",
    "never_returns",
    "needless",
    "impossible_label",
    "redundant_label",
    "overwritten_label",
    "unused_label",
]
"""What is wrong:

- `always_true`, `never_true`: a comparison that no value can change
- `dead_branch`: the right side of `or` adds nothing
- `never_matches`: an operator whose two sides have no labels in common that could be the same
- `one_sided_label`: `on` names a label that only one side can have
- `never_returns`: what is left is nothing
- `needless`: `unless` takes nothing away
- `impossible_label`: a clause names a label that no series can have
- `redundant_label`: `group_left` takes a label that is there with the same value
- `overwritten_label`: `group_left` takes a label that every series already has
- `unused_label`: a label is taken over and gone again before anything uses it
"""


class Remark(NamedTuple):
    """`what` makes no difference, and `why`; `label` is the one in question. The place is that of the part to look at."""

    kind: RemarkKind
    what: str
    why: str
    start: int
    end: int
    label: str = ""
