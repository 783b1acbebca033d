"""The documentation is true: its examples run, its links lead somewhere."""

import contextlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("reproductions/**/*.md")]
)


def examples(page: Path) -> list[tuple[str, list[str]]]:
    """Every command of kb in a console block, with the lines that a person sees below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return [(command, lines) for command, lines in found if command.startswith("kb ")]


README_EXAMPLES = [
    (p.name, c, lines) for p in (ROOT / "README.md", ROOT / "README.zh.md") for c, lines in examples(p)
]


def on_a_terminal(command: str, language: str, home: Path) -> list[str]:
    """The lines that a person sees on a terminal of 100 columns, who says yes to every question."""
    kb = Path(sys.executable).parent / "kb"
    control, terminal = os.openpty()
    colourless = {"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "100", "KB_LANG": language}
    environment = {**os.environ, **colourless, "KB_HOME": str(home), "KB_OFFLINE": "1"}
    words = [str(kb), *shlex.split(command)[1:]]
    with subprocess.Popen(words, stdin=terminal, stdout=terminal, stderr=terminal, env=environment) as run:
        os.close(terminal)
        seen, asked = b"", False
        with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
            while part := os.read(control, 65536):
                seen += part
                if b"[Y/n]: " in seen and not asked:
                    asked = bool(os.write(control, b"y\n"))
        assert run.wait(timeout=200) == 0, seen.decode()
    os.close(control)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;.*?\x1b\\\\", "", seen.decode())
    return [line.rstrip() for line in re.split(r"\r*\n|\r", plain) if line.strip()]


@pytest.mark.parametrize(
    ("page", "command", "lines"), README_EXAMPLES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_readme_example_shows_what_a_terminal_shows(
    page: str, command: str, lines: list[str], tmp_path: Path
) -> None:
    seen = on_a_terminal(command, "zh" if ".zh." in page else "en", tmp_path / "home")
    shown = "".join(".*" if line == "…" else re.escape(line) + "\n" for line in lines)

    assert re.fullmatch(shown, "".join(line + "\n" for line in seen), re.DOTALL), "\n".join(seen)


@pytest.mark.parametrize(
    "page",
    [p for p in PAGES if "```python\n" in p.read_text(encoding="utf-8") and "add-a-" not in p.name],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_python_examples_of_a_page_run(page: Path) -> None:
    """In their order, in one name space, as somebody would paste them."""
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)

    names = {"__name__": "__example__"}
    exec(compile("\n".join(blocks), str(page), "exec"), names)  # raises where an example is not true any more

    assert blocks and len(names) > 2, "the examples make nothing"


def test_each_readme_has_five_examples() -> None:
    assert len(examples(ROOT / "README.md")) >= 5
    assert [c for c, _ in examples(ROOT / "README.md")] == [c for c, _ in examples(ROOT / "README.zh.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_relative_links_lead_to_files(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [t for t in targets if not re.match(r"[a-z]+:", t)]

    missing = [t for t in local if not (page.parent / t).exists()]

    assert missing == []


def test_no_document_says_how_long_a_run_takes_but_from_a_record() -> None:
    from reproductions import catalog

    tutorial = (ROOT / "docs" / "tutorial.md").read_text("utf-8").partition("\n")[2]
    assert re.findall(r"\b(?:seconds?|minutes?|hours?)\b", tutorial) == []
    promised = "Ten seconds" in (ROOT / "README.md").read_text("utf-8")
    assert not promised or catalog.find("gan").presets["smoke"].seconds["cpu"] <= 10


def test_generated_parts_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_says_the_same_in_both_languages() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))

    def links(text: str) -> list[str]:
        found = re.findall(r"\]\(([^)]+)\)", text)
        return sorted(link.replace("-zh.png", ".png") for link in found if not link.startswith("README"))

    def numbers(text: str) -> list[str]:
        text = re.sub(r"```console\n.*?```", "", text, flags=re.DOTALL)  # held by what a terminal shows
        return sorted(re.findall(r"(?<!\d)\d{3,4}(?!\d)", text))

    assert links(english) == links(chinese)
    assert numbers(english) == numbers(chinese)
    assert english.count("\n## ") == chinese.count("\n## ")
