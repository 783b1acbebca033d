"""Options that commands share: one decorator puts them on, and hands the command one Output."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.cli.offer import Offer
from kb.cli.output import Form, Output
from kb.cli.vocabularies import LANGUAGE
from kb.errors import UsageError

_FORMS = {
    "as_json": Annotated[
        bool, typer.Option("--json", help="Answer as JSON: schema_version, data, warnings.")
    ],
    "as_jsonl": Annotated[bool, typer.Option("--jsonl", help="Answer as JSON, one object a line.")],
    "as_csv": Annotated[bool, typer.Option("--csv", help="Answer as CSV.")],
    "as_md": Annotated[bool, typer.Option("--md", help="Answer as a Markdown table.")],
}
_LIMIT = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")]
_NO_LIMIT = Annotated[
    int | None, typer.Option("--limit", "-n", min=1, help="How many at most.", show_default=False)
]
_PAGE = Annotated[int, typer.Option("--page", min=1, help="Which page of that many.")]
_FILE = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all."),
]
_LANGUAGE = Annotated[str, LANGUAGE.asked("Language of labels and texts.", "--lang", envvar="KB_LANG")]


def _option(name: str, annotation: Any, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def answers(limit: int | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of the output contract; its first parameter receives the Output.

    ``limit`` is how many objects a page holds by default; None shows all, 0 leaves the paging options out
    (for commands that answer with one thing).
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        own = list(signature.parameters.values())[1:]
        shared = [_option(name, annotation, False) for name, annotation in _FORMS.items()]
        shared.append(_option("fields", _fields(command), ""))
        if limit != 0:
            shared += [_option("limit", _LIMIT if limit else _NO_LIMIT, limit), _option("page", _PAGE, 1)]
        shared += [_option("output", _FILE, None), _option("lang", _LANGUAGE, "en")]
        names = [parameter.name for parameter in shared]

        @functools.wraps(command)
        def run(**given: Any) -> None:
            command(_output({name: given.pop(name) for name in names}), **given)

        own_keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
        run.__signature__ = signature.replace(parameters=[*own_keyword, *shared])  # type: ignore[attr-defined]
        return run

    return decorate


def _fields(command: Callable[..., None]) -> Any:
    """--fields, completed by the columns that the module of a command names."""

    def complete(incomplete: str) -> list[str]:
        module = sys.modules[command.__module__]
        tuples = [
            value for name, value in vars(module).items() if name.isupper() and isinstance(value, tuple)
        ]
        names = dict.fromkeys(n for value in tuples for n in value if isinstance(n, str) and n.isidentifier())
        before, comma, start = incomplete.rpartition(",")
        return [Offer(f"{before}{comma}{name}") for name in names if name.startswith(start.lower())]

    option = typer.Option(
        "--fields", metavar="A,B", help="Only these fields, in this order.", autocompletion=complete
    )
    return Annotated[str, option]


def _output(given: dict[str, Any]) -> Output:
    forms: list[Form] = [form for form in ("json", "jsonl", "csv", "md") if given[f"as_{form}"]]
    if len(forms) > 1:
        raise UsageError(f"choose one of --{' and --'.join(forms)}")
    fields = tuple(name.strip() for name in given["fields"].split(",") if name.strip())
    return Output(
        form=forms[0] if forms else None,
        fields=fields,
        limit=given.get("limit"),
        page=given.get("page", 1),
        file=given["output"],
        language=given["lang"],
    )


def files(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that writes text of its own format -o FILE, and its first parameter the Output."""
    signature = inspect.signature(command, eval_str=True)
    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in list(signature.parameters.values())[1:]]

    @functools.wraps(command)
    def run(**given: Any) -> None:
        command(Output(file=given.pop("output")), **given)

    run.__signature__ = signature.replace(parameters=[*own, _option("output", _FILE, None)])  # type: ignore[attr-defined]
    return run
