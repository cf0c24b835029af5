"""Label flow: what series an expression returns, with which labels, what they mean, and how far back they look.

The algebra of labels is that of `promql.flow`, which also answers for whole projects without a tree; here it is asked for
each part of an expression, along with what the samples are. `docs/reference/label-flow.md` has all of it as tables.
"""

from o11ygen.labelflow.follow import flow_of
from o11ygen.labelflow.knowledge import IGNORANCE, About, Knowledge
from o11ygen.labelflow.outcome import Condition, Joined, LabelFlow, LabelState, Outcome, Returns, returns_of
from o11ygen.labelflow.remark import Remark, RemarkKind
from o11ygen.labelflow.sample import Sample, ValueKind

__all__ = [
    "IGNORANCE",
    "About",
    "Condition",
    "Joined",
    "Knowledge",
    "LabelFlow",
    "LabelState",
    "Outcome",
    "Remark",
    "RemarkKind",
    "Returns",
    "Sample",
    "ValueKind",
    "flow_of",
    "returns_of",
]
