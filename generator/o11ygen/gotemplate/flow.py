"""What happens when a template runs, found without running it: the type of every value, and what cannot work."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from o11ygen.finding import nearest
from o11ygen.gotemplate.dialect import GO_RANGE_INT, Dialect
from o11ygen.gotemplate.expressions import Expressions
from o11ygen.gotemplate.nodes import Action, Call, Definition, Function, If, Node, Pipeline, Range, With
from o11ygen.gotemplate.record import UNKNOWN, Known, Record
from o11ygen.gotemplate.types import ANY, INT, NIL, STRING, Type

_BRANCHES = (If, With)
_LOGIC = frozenset(("and", "or", "not"))


@lru_cache
def _outermost(dialect: Dialect, dot: Type) -> tuple[tuple[str, Known], ...]:
    """The variables that stand at the start of a template."""
    return (("$", Known(dot)), *((name, Known(type_)) for name, type_ in dialect.variables.items()))


class Flow:
    """Walks a template with types for values; `elsewhere` names the templates that are defined in other files."""

    def __init__(
        self,
        record: Record,
        *,
        definitions: Iterable[Definition] = (),
        elsewhere: Collection[str] = (),
        assigned: frozenset[str] = frozenset(),
    ) -> None:
        self.record = record
        self.definitions = {definition.name: definition for definition in definitions}
        self.elsewhere = elsewhere
        self.expressions = Expressions(record, assigned=assigned)
        self.walked: set[tuple[str, Type]] = set()

    def template(self, nodes: tuple[Node, ...], *, dot: Type) -> None:
        """Walk a template from its start."""
        self.expressions.variables = list(_outermost(self.record.dialect, dot))
        self._nodes(nodes, Known(dot))

    def definition(self, definition: Definition, *, dot: Type) -> None:
        """Walk the body of a definition, once for each type that it is given."""
        if (definition.name, dot) in self.walked:
            return
        self.walked.add((definition.name, dot))
        outer = self.expressions.variables
        self.expressions.variables = [("$", Known(dot))]
        self._nodes(definition.body, Known(dot))
        self.expressions.variables = outer

    def rest(self) -> None:
        """Walk the definitions that nothing has called, not knowing what they will be given."""
        called = {name for name, _ in self.walked}
        for name, definition in self.definitions.items():
            if name not in called:
                self.definition(definition, dot=ANY)

    def _nodes(self, nodes: tuple[Node, ...], dot: Known) -> None:
        for node in nodes:
            if isinstance(node, Action):
                self._action(node.pipeline, dot)
            elif isinstance(node, _BRANCHES):
                self._branch(node, dot)
            elif isinstance(node, Range):
                self._range(node, dot)
            elif isinstance(node, Call):
                self._call(node, dot)

    def _value(self, pipeline: Pipeline | None, dot: Known) -> Known:
        if pipeline is None:
            return UNKNOWN
        value = self.expressions.pipeline(pipeline, dot)
        for variable in pipeline.variables:
            self.expressions.bind(variable, value, assigns=pipeline.assigns)
        return value

    def _action(self, pipeline: Pipeline, dot: Known) -> None:
        type_ = self._value(pipeline, dot).type
        if pipeline.variables or type_.shape != "list" or type_.element is None:
            return
        if type_.element.go.startswith("*"):
            message, outcome = f"{type_.title} is printed whole", "addresses in memory stand in the text"
            hint = "Walk it with `range`, or take `first`."
            self.record.problem("type", message, hint, offset=pipeline.offset, outcome=outcome)

    def _branch(self, node: If | With, dot: Known) -> None:
        variables, record = self.expressions.variables, self.record
        mark, looked_at = len(variables), len(record.looked_at)
        read, touched = len(record.reads), len(record.touched)
        value = self._value(node.pipeline, dot)
        if isinstance(node, If) and value.use in record.uses:
            record.uses[value.use] = (*record.uses[value.use], "if")
        inner = len(variables)
        record.looked_at += record.touched[touched:]
        if node.pipeline and not _uses_values(node.pipeline):
            asked = range(read, len(record.reads))
            record.spared.update(asked)
            record.looked_at += [record.reads[place].key for place in asked]
        self._nodes(node.body, value if isinstance(node, With) else dot)
        # The parser still sees what the body declared when it reads the other branch; running, it is not there.
        del variables[inner:]
        self._nodes(node.otherwise or (), dot)
        del variables[mark:]
        del record.looked_at[looked_at:]

    def _range(self, node: Range, dot: Known) -> None:
        variables = self.expressions.variables
        mark = len(variables)
        element = self._iterate(node.pipeline, dot) if node.pipeline else UNKNOWN
        inner = len(variables)
        self._nodes(node.body, element)
        del variables[inner:]
        self._nodes(node.otherwise or (), dot)
        del variables[mark:]

    def _iterate(self, pipeline: Pipeline, dot: Known) -> Known:
        """Bind the variables of a range; what each turn has as its dot."""
        value = self.expressions.pipeline(pipeline, dot)
        shape = value.type.shape
        element, index = Known(value.type.element or ANY, query=value.query), Known(STRING if shape == "map" else INT)
        if shape == "int":
            element = Known(INT)
            self._count(pipeline)
        elif shape not in ("list", "map", "any", "nil"):
            message = f"range cannot walk {value.type.title}"
            self.record.problem("type", message, "Give it a list or labels.", offset=pipeline.offset)
        values = (element,) if len(pipeline.variables) == 1 else (index, element)
        for variable, known in zip(pipeline.variables, values, strict=False):
            self.expressions.bind(variable, known, assigns=pipeline.assigns)
        return element

    def _count(self, pipeline: Pipeline) -> None:
        """Judge a range over a number."""
        dialect, version = self.record.dialect, self.record.version
        if len(pipeline.variables) > 1:
            message = "range over a number gives one variable"
            self.record.problem("type", message, "Declare one.", offset=pipeline.offset)
        if dialect.go(version) < GO_RANGE_INT:
            since = dialect.since_go(GO_RANGE_INT)
            message = f"range over a number needs {dialect.system} {since}; judged as {version}"
            hint = f"Do without it, or declare {dialect.system} {since} or later."
            self.record.problem("version", message, hint, offset=pipeline.offset)

    def _call(self, node: Call, dot: Known) -> None:
        given = self._value(node.pipeline, dot) if node.pipeline else Known(NIL)
        self.record.calls.append((node.name, node.offset))
        definition = self.definitions.get(node.name)
        if definition is not None:
            self.definition(definition, dot=given.type)
        elif node.name not in self.elsewhere:
            hint = nearest(node.name, (*self.definitions, *self.elsewhere))
            message = f'the template "{node.name}" is not defined'
            self.record.problem("template", message, hint or "Define it, or print the text itself.", offset=node.offset)


def _uses_values(pipeline: Pipeline) -> bool:
    """Whether a condition asks for more than whether its values are there."""
    return any(
        (isinstance(operand, Function) and operand.name not in _LOGIC)
        or (isinstance(operand, Pipeline) and _uses_values(operand))
        for command in pipeline.commands
        for operand in command.operands
    )
