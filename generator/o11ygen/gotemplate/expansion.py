"""Rule templates, expanded: the text that Prometheus puts in an annotation or label of a firing alert."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from o11ygen.gotemplate import nodes as tree
from o11ygen.gotemplate.builtins import BUILTIN_FUNCTIONS
from o11ygen.gotemplate.goprint import printed, quoted, shown
from o11ygen.gotemplate.nodes import Node, Operand, Pipeline
from o11ygen.gotemplate.prometheus import DATA, RULES
from o11ygen.gotemplate.rule import RuleTemplate
from o11ygen.gotemplate.rulefunctions import Query, rule_functions
from o11ygen.gotemplate.types import ANY, NUMERIC, Type
from o11ygen.gotemplate.values import (
    CannotExpandError,
    Duration,
    ExpansionError,
    Labels,
    Sample,
    Struct,
    Time,
    Value,
    go_type,
    is_true,
)
from o11ygen.version import Version

_MAX_CALLS = 60
_MAX_TURNS = 100_000
_NOTHING = object()


def expand(
    template: RuleTemplate,
    *,
    labels: Mapping[str, str],
    value: float,
    external_labels: Mapping[str, str] | None = None,
    external_url: str = "",
    query: Query | None = None,
    timestamp: float = 0.0,
    version: Version | None = None,
) -> str:
    """The text of a template for one alert.

    `query` answers the template's queries, `timestamp` (seconds since 1970) is what `now` gives. Raises
    ExpansionError where Prometheus puts an error message in place of the text, or refuses the template altogether;
    CannotExpandError where only Prometheus itself can tell.
    """
    for problem in template.problems:
        if problem.refused:
            raise ExpansionError(problem.message)
        if problem.kind == "depth":
            raise CannotExpandError(problem.message)
    fields = {
        "Labels": Labels(labels),
        "ExternalLabels": Labels(external_labels or {}),
        "ExternalURL": external_url,
        "Value": float(value),
    }
    functions = rule_functions(query=query, external_url=external_url, timestamp=timestamp, version=version)
    definitions = {definition.name: definition.body for definition in template.definitions}
    run = _Run(functions, definitions)
    data = Struct(DATA.go, fields)
    run.variables = [["$", data]]
    run.variables += [[f"${name[0].lower()}{name[1:]}", field] for name, field in fields.items()]
    run.nodes(template.nodes, data)
    return "".join(run.out)


class _BreakLoop(Exception):
    """`{{ break }}`."""


class _NextTurn(Exception):
    """`{{ continue }}`."""


class _Run:
    def __init__(
        self, functions: Mapping[str, Callable[..., Value]], definitions: Mapping[str, tuple[Node, ...]]
    ) -> None:
        self.functions = functions
        self.definitions = definitions
        self.out: list[str] = []
        self.variables: list[list[Value]] = []
        self.depth = 0
        self.turns = 0

    def nodes(self, nodes: tuple[Node, ...], dot: Value) -> None:
        for node in nodes:
            if isinstance(node, tree.Text):
                self.out.append(node.text)
            elif isinstance(node, tree.Action):
                value = self.evaluate(node.pipeline, dot)
                if not node.pipeline.variables:
                    self.out.append(printed(value))
            elif isinstance(node, tree.If | tree.With):
                self._branch(node, dot)
            elif isinstance(node, tree.Range):
                self._range(node, dot)
            elif isinstance(node, tree.Call):
                self._call(node, dot)
            else:
                raise _BreakLoop if isinstance(node, tree.Break) else _NextTurn

    def _branch(self, node: tree.If | tree.With, dot: Value) -> None:
        mark = len(self.variables)
        value = self.evaluate(_present(node.pipeline), dot)
        if is_true(value):
            self.nodes(node.body, value if isinstance(node, tree.With) else dot)
        elif node.otherwise:
            self.nodes(node.otherwise, dot)
        del self.variables[mark:]

    def _range(self, node: tree.Range, dot: Value) -> None:
        mark = len(self.variables)
        pipeline = _present(node.pipeline)
        value = self.evaluate(pipeline, dot)
        turns = _turns(value, variables=len(pipeline.variables))
        inner = len(self.variables)
        try:
            for index, element in turns:
                self._turn(pipeline, index, element)
                try:
                    self.nodes(node.body, element)
                except _NextTurn:
                    pass
                finally:
                    del self.variables[inner:]
        except _BreakLoop:
            pass
        else:
            if not turns and node.otherwise:
                self.nodes(node.otherwise, dot)
        del self.variables[mark:]

    def _turn(self, pipeline: Pipeline, index: Value, element: Value) -> None:
        self.turns += 1
        if self.turns > _MAX_TURNS:
            raise CannotExpandError(f"more than {_MAX_TURNS} turns of a range")
        values = [element] if len(pipeline.variables) == 1 else [index, element]
        if pipeline.assigns:
            for variable, value in zip(pipeline.variables, values, strict=False):
                self._assign(variable.name, value)
        else:
            count = len(pipeline.variables)
            for place, value in zip(self.variables[len(self.variables) - count :], values, strict=False):
                place[1] = value

    def _call(self, node: tree.Call, dot: Value) -> None:
        body = self.definitions.get(node.name)
        if body is None:
            raise ExpansionError(f'template "{node.name}" not defined')
        if self.depth >= _MAX_CALLS:
            raise CannotExpandError(f"templates that call each other more than {_MAX_CALLS} deep")
        given = self.evaluate(node.pipeline, dot) if node.pipeline else None
        outer, self.variables = self.variables, [["$", given]]
        self.depth += 1
        self.nodes(body, given)
        self.depth -= 1
        self.variables = outer

    def evaluate(self, pipeline: Pipeline, dot: Value) -> Value:
        """The value of a pipeline, put into the variables that it declares."""
        value: Value = _NOTHING
        for command in pipeline.commands:
            value = self._command(command.operands[0], command.operands[1:], dot, value)
        for variable in pipeline.variables:
            if pipeline.assigns:
                self._assign(variable.name, value)
            else:
                self.variables.append([variable.name, value])
        return value

    def _assign(self, name: str, value: Value) -> None:
        self._place(name)[1] = value

    def _place(self, name: str) -> list[Value]:
        for place in reversed(self.variables):
            if place[0] == name:
                return place
        raise ExpansionError(f"undefined variable: {name}")

    def _command(self, first: Operand, rest: tuple[Operand, ...], dot: Value, final: Value) -> Value:
        if isinstance(first, tree.Function):
            return self._function(first.name, rest, dot, final)
        given = bool(rest) or final is not _NOTHING
        if isinstance(first, tree.Field | tree.Chain) or (isinstance(first, tree.Variable) and first.fields):
            return self._fields(first, dot, given=given)
        if given:
            raise ExpansionError("can't give argument to non-function")
        if isinstance(first, tree.Nil):
            raise ExpansionError("nil is not a command")
        return self._operand(first, dot)

    def _operand(self, operand: Operand, dot: Value) -> Value:
        if isinstance(operand, tree.Variable) and not operand.fields:
            return self._place(operand.name)[1]
        if isinstance(operand, tree.Pipeline):
            return self.evaluate(operand, dot)
        if isinstance(operand, tree.Dot):
            return dot
        if isinstance(operand, tree.String | tree.Bool):
            return operand.value
        if isinstance(operand, tree.Number):
            if isinstance(operand.value, int) and operand.value >= 2**63:
                raise ExpansionError(f"{operand.text} overflows int")
            return operand.value
        return None if isinstance(operand, tree.Nil) else self._command(operand, (), dot, _NOTHING)

    def _fields(self, operand: tree.Field | tree.Chain | tree.Variable, dot: Value, *, given: bool) -> Value:
        if isinstance(operand, tree.Field):
            value, names = dot, operand.names
        elif isinstance(operand, tree.Chain):
            value, names = self._operand(operand.operand, dot), operand.fields
        else:
            value, names = self._place(operand.name)[1], operand.fields
        for index, name in enumerate(names):
            if index and value is None:
                raise ExpansionError(f"nil pointer evaluating interface {{}}.{name}")
            value = _field(value, name, given=given and index == len(names) - 1)
        return value

    def _function(self, name: str, rest: tuple[Operand, ...], dot: Value, final: Value) -> Value:
        function = RULES.function(name)
        if function is None:
            raise ExpansionError(f'"{name}" is not a defined function')
        signature = function.signature
        count = len(rest) + (final is not _NOTHING)
        if count < signature.least or (count > signature.least and signature.repeated is None):
            wanted = f"at least {signature.least}" if signature.repeated is not None else f"{signature.least}"
            raise ExpansionError(f"wrong number of args for {name}: want {wanted} got {count}")
        if name in ("and", "or"):
            return self._either(name, rest, dot, final)
        values = [self._argument(operand, signature.parameter(n), dot) for n, operand in enumerate(rest)]
        if final is not _NOTHING:
            values.append(_fitting(final, signature.parameter(len(rest))))
        run = BUILTIN_FUNCTIONS.get(name) or self.functions[name]
        return run(*values)

    def _either(self, name: str, rest: tuple[Operand, ...], dot: Value, final: Value) -> Value:
        value: Value = None
        for operand in rest:
            value = self._argument(operand, ANY, dot)
            if is_true(value) == (name == "or"):
                return value
        return value if final is _NOTHING else final

    def _argument(self, operand: Operand, wanted: Type, dot: Value) -> Value:
        text = wanted.shape == "string"
        if isinstance(operand, tree.Nil):
            if text:
                raise ExpansionError(f"cannot assign nil to {wanted.go}")
            return None
        if isinstance(operand, tree.String | tree.Bool | tree.Number) and not _takes_anything(wanted):
            if text and isinstance(operand, tree.String):
                return operand.value
            written = _written(operand)
            if text:
                raise ExpansionError(f"expected string; found {written}")
            raise ExpansionError(f"can't handle {written} for arg of type {wanted.go}")
        return _fitting(self._operand(operand, dot), wanted)


def _written(operand: tree.String | tree.Bool | tree.Number) -> str:
    if isinstance(operand, tree.String):
        return quoted(operand.value)
    return operand.text if isinstance(operand, tree.Number) else shown(operand.value)


def _takes_anything(wanted: Type) -> bool:
    return wanted is ANY or wanted is NUMERIC


def _fitting(value: Value, wanted: Type) -> Value:
    """The value, if a parameter of that type takes it."""
    if _takes_anything(wanted):
        return value
    if value is None:
        if wanted.shape == "string":
            raise ExpansionError(f"invalid value; expected {wanted.go}")
        raise CannotExpandError(f"a value that may be missing is given as {wanted.title}")
    if go_type(value) != wanted.go:
        raise ExpansionError(f"wrong type for value; expected {wanted.go}; got {go_type(value)}")
    return value


def _field(value: Value, name: str, *, given: bool) -> Value:
    if value is None:
        return None
    if isinstance(value, dict):
        if given:
            raise ExpansionError(f"{name} is not a method but has arguments")
        return value.get(name, "" if isinstance(value, Labels) else None)
    fields: Mapping[str, Value] = {}
    if isinstance(value, Sample):
        fields = {"Labels": Labels(value.labels), "Value": value.value}
    elif isinstance(value, Struct):
        fields = value.fields
    elif isinstance(value, Time | Duration):
        raise CannotExpandError(f"`.{name}` of a time")
    if name not in fields:
        raise ExpansionError(f"can't evaluate field {name} in type {go_type(value)}")
    if given:
        raise ExpansionError(f"{name} has arguments but cannot be invoked as function")
    return fields[name]


def _turns(value: Value, *, variables: int) -> list[tuple[Value, Value]]:
    if value is None:
        return []
    if isinstance(value, list):
        return list(enumerate(value))
    if isinstance(value, dict):
        return [(key, value[key]) for key in sorted(value, key=lambda key: key.encode("utf-8", "surrogateescape"))]
    if isinstance(value, int) and not isinstance(value, bool):
        return _count(int(value), variables)
    raise ExpansionError(f"range can't iterate over {shown(value)}")


def _count(number: int, variables: int) -> list[tuple[Value, Value]]:
    if variables > 1:
        raise ExpansionError(f"can't use {number} to iterate over more than one variable")
    if number > _MAX_TURNS:
        raise CannotExpandError(f"more than {_MAX_TURNS} turns of a range")
    return [(None, turn) for turn in range(number)]


def _present(pipeline: Pipeline | None) -> Pipeline:
    return pipeline if pipeline is not None else _absent()


def _absent() -> NoReturn:
    raise ExpansionError("the block has no pipeline")
