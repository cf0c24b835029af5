"""Pipelines, variables and fields, with types in place of values."""

from __future__ import annotations

from o11ygen.finding import nearest
from o11ygen.gotemplate import calls, wording
from o11ygen.gotemplate.dialect import newer
from o11ygen.gotemplate.nodes import (
    Bool,
    Chain,
    Dot,
    Field,
    Function,
    Nil,
    Number,
    Operand,
    Pipeline,
    String,
    Variable,
)
from o11ygen.gotemplate.record import UNKNOWN, Argument, Known, Record
from o11ygen.gotemplate.types import ANY, BOOL, COMPLEX, FLOAT, INT, NIL, STRING, Member, Type

_WITH_FIELDS = (Field, Chain)
_COMPUTED = (Function, Chain, Field)
_NUMBERS = {int: INT, float: FLOAT, complex: COMPLEX}


class Expressions:
    """Finds the type of each expression by the steps of text/template's evaluation."""

    def __init__(self, record: Record, *, assigned: frozenset[str]) -> None:
        self.record = record
        self.assigned = assigned
        self.variables: list[tuple[str, Known]] = []
        self.declared: set[str] = set()

    def pipeline(self, pipeline: Pipeline, dot: Known) -> Known:
        """The value of a pipeline, whatever variables take it."""
        value: Known | None = None
        for command in pipeline.commands:
            value = self._command(command.operands[0], command.operands[1:], dot, value)
        return value or UNKNOWN

    def bind(self, variable: Variable, value: Known, *, assigns: bool) -> None:
        """Let a variable have a value from here on."""
        name = variable.name
        value = self.record.unused(value)
        if not assigns:
            self.declared.add(name)
            # A variable that is assigned somewhere may hold another type by the time it is read.
            self.variables.append((name, UNKNOWN if name in self.assigned else value))
        elif not any(known == name for known, _ in self.variables):
            message = f"`{name}` is assigned and nowhere declared"
            self.record.problem("variable", message, f"Write `{name} := `.", offset=variable.offset)

    def _command(self, first: Operand, rest: tuple[Operand, ...], dot: Known, final: Known | None) -> Known:
        if isinstance(first, Function):
            return self._function(first, self._arguments(rest, dot, final, first.offset))
        if isinstance(first, _WITH_FIELDS) or (isinstance(first, Variable) and first.fields):
            return self._member_of(first, rest, dot, final)
        if rest or final is not None:
            message = "an argument is given to a value that is no function"
            return self.record.problem("arity", message, "Put the function first.", offset=first.offset)
        if isinstance(first, Nil):
            return self.record.problem("type", "`nil` cannot be printed", "Remove it.", offset=first.offset)
        return self.operand(first, dot)

    def _arguments(self, operands: tuple[Operand, ...], dot: Known, final: Known | None, offset: int) -> list[Argument]:
        found = [Argument(self.operand(one, dot), one.offset) for one in operands]
        if final is not None:
            found.append(Argument(final, offset))
        return found

    def operand(self, operand: Operand, dot: Known) -> Known:
        """The value of an operand."""
        if isinstance(operand, Variable):
            return self._member_of(operand, (), dot, None) if operand.fields else self._variable(operand)
        if isinstance(operand, Pipeline):
            value = self.pipeline(operand, dot)
            for variable in operand.variables:
                self.bind(variable, value, assigns=operand.assigns)
            return value
        if isinstance(operand, _COMPUTED):
            return self._command(operand, (), dot, None)
        return dot if isinstance(operand, Dot) else _constant(operand)

    def _function(self, function: Function, arguments: list[Argument]) -> Known:
        found = self.record.dialect.function(function.name)
        if found is None:
            return calls.through(self.record, function.name, arguments, UNKNOWN)
        return calls.call(
            self.record, function.name, signature=found.signature, arguments=arguments, offset=function.offset
        )

    def _variable(self, variable: Variable) -> Known:
        for name, value in reversed(self.variables):
            if name == variable.name:
                if value.query is not None:
                    self.record.touched.append(value.query)
                return self.record.used(value, offset=variable.offset)
        if variable.name in self.declared:
            message = f"`{variable.name}` belongs to the other branch and is not set here"
            return self.record.problem("variable", message, "Declare it before the block.", offset=variable.offset)
        return UNKNOWN

    def _member_of(
        self, operand: Field | Chain | Variable, rest: tuple[Operand, ...], dot: Known, final: Known | None
    ) -> Known:
        """The value of `.A.B`, `$x.A.B` or `(pipeline).A.B`; the last of them gets the arguments."""
        names = operand.names if isinstance(operand, Field) else operand.fields
        if isinstance(operand, Field):
            receiver = dot
        elif isinstance(operand, Variable):
            receiver = self._variable(operand)
        else:
            receiver = self.operand(operand.operand, dot)
        for name in names[:-1]:
            receiver = self._member(receiver, name, operand.offset, [])
        arguments = self._arguments(rest, dot, final, operand.offset)
        return self.record.used(self._member(receiver, names[-1], operand.offset, arguments), offset=operand.offset)

    def _member(self, receiver: Known, name: str, offset: int, arguments: list[Argument]) -> Known:
        type_ = self.record.unused(receiver).type
        member = type_.members.get(name)
        if member is not None and member.signature is not None:
            self._gate(member, name, offset)
            return calls.call(self.record, f".{name}", signature=member.signature, arguments=arguments, offset=offset)
        if arguments and type_.known:
            message = f"`.{name}` is no function and takes no argument"
            return self.record.problem("arity", message, "Put the function first.", offset=offset)
        if member is not None:
            self._gate(member, name, offset)
            return Known(member.type, query=receiver.query)
        if type_.shape == "map":
            self.record.read(type_, name, offset=offset, query=receiver.query)
            return Known(type_.element or ANY, label=name)
        if type_.shape == "nil":
            return Known(type_)
        if not type_.known:
            return self._guess(name, offset) if type_ is ANY else UNKNOWN
        message, hint = wording.unknown_field(name, of=type_, dialect=self.record.dialect)
        return self.record.problem("field", message, hint, offset=offset)

    def _guess(self, name: str, offset: int) -> Known:
        """A field of something that is not known: near to a name of the data, but none, it is a mistake."""
        types = self.record.dialect.types
        members = [owner.members[name] for owner in types if name in owner.members]
        if members and all(newer(member.since, self.record.version) for member in members):
            self._gate(members[0], name, offset)
        found = {member.type for member in members if member.signature is None}
        if len(found) == len(members) == 1:
            return Known(found.pop())
        if not members and name[:1].isupper():
            hint = nearest(name, {member for owner in types for member in owner.members}).replace('"', "`")
            if hint:
                message = f"`.{name}` is no field of anything that {self.record.dialect.system} gives to a template"
                self.record.problem("field", message, hint, offset=offset, certain=False)
        return UNKNOWN

    def _gate(self, member: Member, name: str, offset: int) -> None:
        version, system = self.record.version, self.record.dialect.system
        if newer(member.since, version):
            message = f"`.{name}` needs {system} {member.since}; judged as {version}"
            hint = f"Do without it, or declare {system} {member.since} or later."
            self.record.problem("version", message, hint, offset=offset)


def _constant(operand: Operand) -> Known:
    if isinstance(operand, String):
        return Known(STRING, operand.value)
    if isinstance(operand, Bool):
        return Known(BOOL)
    if isinstance(operand, Number):
        return Known(_number_type(operand), operand.text)
    return Known(NIL)


def _number_type(number: Number) -> Type:
    return _NUMBERS[type(number.value)]
