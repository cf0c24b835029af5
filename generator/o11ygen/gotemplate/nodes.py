"""The tree of a template: what Go's text/template makes of the text between and inside `{{ }}`.

Every node keeps its `offset`, in characters from the start of the template. Comments leave no node, and text is kept
as it is printed, with the spaces that `{{-` and `-}}` take away already gone.
"""

from __future__ import annotations

from typing import TypeAlias

from o11ygen.record import record


@record
class Text:
    """Text that is printed as it stands."""

    offset: int
    text: str


@record
class Dot:
    """`.`, the current value."""

    offset: int


@record
class Nil:
    """`nil`."""

    offset: int


@record
class Bool:
    """`true` or `false`."""

    offset: int
    value: bool


@record
class Number:
    """A number or a character constant; `value` is what Go takes it for where nothing else asks for a type."""

    offset: int
    text: str
    value: int | float | complex


@record
class String:
    """A quoted or raw string; bytes that are no UTF-8 (`"\\xff"`) are kept as lone surrogates."""

    offset: int
    value: str


@record
class Variable:
    """`$name`, with the fields that follow it without a space: `$labels.job` has the fields `("job",)`."""

    offset: int
    name: str
    fields: tuple[str, ...] = ()


@record
class Field:
    """`.Labels.job`: fields of the current value."""

    offset: int
    names: tuple[str, ...]


@record
class Chain:
    """`(pipeline).Field`, or fields of what a function gives back."""

    offset: int
    operand: Operand
    fields: tuple[str, ...]


@record
class Function:
    """The name of a function, which is called."""

    offset: int
    name: str


@record
class Command:
    """One step of a pipeline: an operand and its arguments."""

    offset: int
    operands: tuple[Operand, ...]


@record
class Pipeline:
    """Commands joined by `|`, with the variables that take the result; `assigns` tells `=` from `:=`."""

    offset: int
    commands: tuple[Command, ...]
    variables: tuple[Variable, ...] = ()
    assigns: bool = False


@record
class Action:
    """`{{ pipeline }}`: prints the value, unless the pipeline takes it into a variable."""

    offset: int
    pipeline: Pipeline


@record
class If:
    """`{{ if }} ... {{ else }} ... {{ end }}`; `else if` is an If that stands alone in `otherwise`."""

    offset: int
    pipeline: Pipeline | None
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] | None


@record
class With:
    """`{{ with }}`: as If, and the value becomes the dot of the body."""

    offset: int
    pipeline: Pipeline | None
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] | None


@record
class Range:
    """`{{ range }}`: the body once for each element, `otherwise` when there is none."""

    offset: int
    pipeline: Pipeline | None
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] | None


@record
class Break:
    """`{{ break }}`: leaves the innermost range."""

    offset: int


@record
class Continue:
    """`{{ continue }}`: the next turn of the innermost range."""

    offset: int


@record
class Call:
    """`{{ template "name" pipeline }}`, and the place where `{{ block }}` is printed."""

    offset: int
    name: str
    pipeline: Pipeline | None


@record
class Definition:
    """What `{{ define "name" }}` or `{{ block "name" }}` gives a name."""

    offset: int
    name: str
    body: tuple[Node, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing but blanks: such a definition may be given twice."""
        return all(isinstance(node, Text) and not node.text.strip() for node in self.body)


Operand: TypeAlias = Dot | Nil | Bool | Number | String | Variable | Field | Chain | Function | Pipeline
Node: TypeAlias = Text | Action | If | With | Range | Break | Continue | Call
