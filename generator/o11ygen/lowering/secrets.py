"""Secrets: a reference to a file becomes the target's own `*_file` field, and what can't become one is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from o11ygen.renderer import RenderProblem
from o11ygen.resolved import SecretRef
from o11ygen.targets.outline import outline_of
from o11ygen.targets.path import Path

if TYPE_CHECKING:
    from o11ygen.targets.model import Target


def expanded(value: Any, reveal: Callable[[SecretRef], str]) -> Any:
    """A plain value with each secret in it as the reference that the program itself expands."""
    if isinstance(value, Mapping):
        return {name: expanded(item, reveal) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [expanded(item, reveal) for item in value]
    return reveal(value) if isinstance(value, SecretRef) else value


def file_fields(value: Any, *, model: type[Target], path: Path = ()) -> Any:
    """A plain value with each secret in it as the path of its file, under the key `<name>_file`.

    `path` leads from the model to `value`. Where the model has no such field the key stays; `secret_problems` tells it.
    """
    if isinstance(value, Mapping):
        return {
            _file_field(name, outline_of(model).known(path)) if isinstance(item, SecretRef) else name: file_fields(
                item, model=model, path=(*path, name)
            )
            for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [file_fields(item, model=model, path=path) for item in value]
    return value.reference if isinstance(value, SecretRef) else value


def secret_problems(value: Any, *, model: type[Target], system: str, path: Path = ()) -> Iterator[RenderProblem]:
    """The secrets in `value`, which `file_fields` will lower for `model`, that the system can't read.

    `path` leads from the model to `value`; `system` is what messages call it, such as Alertmanager.
    """
    items: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, Mapping):
        items = iter(value.items())
    elif isinstance(value, list | tuple):
        items = iter(enumerate(value))
    for step, item in items:
        if isinstance(item, SecretRef):
            yield from _problems(item, str(step), system=system, known=outline_of(model).known(path))
        else:
            yield from secret_problems(item, model=model, system=system, path=(*path, step))


def _problems(secret: SecretRef, name: str, *, system: str, known: tuple[str, ...]) -> Iterator[RenderProblem]:
    what = secret.source.what
    if secret.kind != "file":
        yield RenderProblem(
            "secret/environment-variable",
            secret.source,
            f'{what}: `{name}` is `Secret.env("{secret.reference}")`, but {system} expands no environment variables in '
            "its configuration; it would send the name of the variable as the credential",
            f'Mount the secret as a file and write `Secret.file("/run/secrets/...")`, which {system} reads itself.',
        )
    elif f"{name}_file" not in known:
        yield RenderProblem(
            "secret/no-file-field",
            secret.source,
            f"{what}: {system} has no field `{name}_file`, so it can't read `{name}` from a file; the file is refused "
            "at start",
            "Use a way to authenticate that reads a file, such as `authorization` or `basic_auth`, or the identity of "
            "the machine it runs on.",
        )


def _file_field(name: str, known: tuple[str, ...]) -> str:
    field = f"{name}_file"
    return field if field in known else name
