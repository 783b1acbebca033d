"""What can be changed in a module so that it says something else: one small fault each."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """A fault: the expression at a place of a module becomes `new`."""

    line: int
    old: str
    new: str
    column: int
    end: tuple[int, int]

    def text(self, source: str) -> str:
        """The whole module with the fault in it.

        >>> mutations("def f(n): return n < 3")[1].text("def f(n): return n < 3")
        'def f(n): return (n <= 3)'
        """
        lines = source.encode().splitlines(keepends=True)
        last, column = self.end
        head = b"".join(lines[: self.line - 1]) + lines[self.line - 1][: self.column]
        tail = lines[last - 1][column:] + b"".join(lines[last:])
        return (head + b"(" + self.new.encode() + b")" + tail).decode()


def mutations(source: str) -> list[Mutation]:
    """Every fault that can be put into a module, in the order of its lines.

    Numbers in a table at the top of a module are settings and no logic, and stay as they are.

    >>> [(m.old, m.new) for m in mutations("LIMIT = 3\\ndef f(n): return n < 3")]
    [('n < 3', 'None'), ('n < 3', 'n <= 3'), ('3', '4')]
    """
    tree = ast.parse(source)
    tree.body = [part for part in tree.body if not _is_setting(part)]
    found = [
        Mutation(
            node.lineno, ast.unparse(_plain(node)), ast.unparse(new), node.col_offset,
            (node.end_lineno or node.lineno, node.end_col_offset or 0),
        )
        for node in _expressions(tree)
        for new in _faults(node)
    ]  # fmt: skip
    return sorted(found, key=lambda mutation: mutation.line)


def _is_setting(part: ast.stmt) -> bool:
    value = part.value if isinstance(part, (ast.Assign, ast.AnnAssign)) else None
    return value is not None and not any(isinstance(node, (ast.Call, ast.Lambda)) for node in ast.walk(value))


class _Returned(ast.expr):
    """What a function returns, as a thing to replace."""

    def __init__(self, value: ast.expr) -> None:
        super().__init__()
        self.value = value


def _plain(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, _Returned) else node


def _expressions(tree: ast.AST) -> Iterator[ast.expr]:
    """All that stand in code that runs: no annotations, and nothing in an f-string, where it has no place."""
    for name, field in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list") or isinstance(tree, ast.JoinedStr):
            continue
        for node in field if isinstance(field, list) else [field]:
            if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
                yield ast.copy_location(_Returned(node.value), node.value)
            if isinstance(node, ast.expr):
                yield node
            if isinstance(node, ast.AST):
                yield from _expressions(node)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _faults(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, _Returned):
        yield ast.Constant(None)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, (ast.BinOp, ast.BoolOp)) and type(node.op) in _OTHER:
        yield _with(node, op=_OTHER[type(node.op)]())
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in _OTHER:
        yield _with(node, ops=[_OTHER[type(node.ops[0])](), *node.ops[1:]])


def _with(node: ast.expr, **fields: object) -> ast.expr:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made
