"""Which tests look at a module: its own doctests, those that carry its name, those that name it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST = 6  # test files for one fault: those that look at a module closest come first
#: Tests of a whole folder, where no test file carries a module's name.
FOLDERS = {
    "kb/cli": (
        "tests/kb/cli/test_commands.py", "tests/kb/cli/test_questions.py", "tests/kb/cli/test_contract.py",
    ),
    "kb/formats": ("tests/kb/formats",),
    "kb/sources": ("tests/kb/sources",),
    "kb/drawing": ("tests/drawing",),
    "kb/atlas": ("tests/kb/test_atlas.py",),
    "kb/site": ("tests/kb/test_site.py",),
    "reproductions/harness": ("tests/reproductions/test_harness.py", "tests/reproductions/test_contract.py"),
    "explorer/links": ("tests/explorer/test_links.py", "tests/explorer/test_addresses.py"),
}  # fmt: skip
EXAMPLES = {
    "kb": "tests/kb/test_doctests.py::test_examples_of_a_module_are_true",
    "reproductions": "tests/reproductions/test_examples.py::test_examples_of_a_module_are_true",
}
#: They go through the network, a cluster or a browser, or take a module of any name.
_LEFT_OUT = re.compile(r"tests/browser|test_slurm|test_wheel|test_docs|test_doctests|tests/mutants")


def tests_of(module: Path) -> list[str]:
    """The arguments of pytest for a module, the closest tests first.

    >>> tests_of(Path("kb/history.py"))[:2]
    ['tests/kb/test_doctests.py::test_examples_of_a_module_are_true[kb.history]', 'tests/kb/test_history.py']
    """
    dotted = ".".join(module.with_suffix("").parts).removesuffix(".__init__")
    examples = EXAMPLES.get(module.parts[0]) if ">>>" in (ROOT / module).read_text("utf-8") else None
    own = [f"{examples}[{dotted}]"] if examples else []
    words = {module.stem, module.parent.name} - {"kb", "cli", "__init__", "reproductions", "explorer"}
    named = [test for test in _texts() if any(re.search(rf"test_{word}(?:_|\.py)", test) for word in words)]
    package, _, name = dotted.rpartition(".")
    told = re.compile(rf"\b{re.escape(dotted)}\b|from {re.escape(package)} import [^\n]*\b{name}\b")
    naming = [test for test, text in _texts().items() if told.search(text)]
    folder = FOLDERS.get(str(module.parent), ())
    paper = (
        [f"tests/reproductions/test_{module.parent.name}*.py"] if module.parts[0] == "reproductions" else []
    )
    globbed = [str(found.relative_to(ROOT)) for pattern in paper for found in sorted(ROOT.glob(pattern))]
    chosen = list(dict.fromkeys([*named, *globbed, *folder[:1], *naming, *folder]))
    return own + chosen[:MOST]


@cache
def _texts() -> dict[str, str]:
    found = {str(file.relative_to(ROOT)): file for file in sorted((ROOT / "tests").rglob("test_*.py"))}
    return {name: file.read_text("utf-8") for name, file in found.items() if not _LEFT_OUT.search(name)}
