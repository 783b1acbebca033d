"""What people are told beside the answer, on stderr: remarks, and errors with their exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

from kb.characters import visible
from kb.cli.forms import Row, json_text
from kb.errors import FactsInvalid, KnowledgeBaseError, SourceError

SCHEMA_VERSION = "1"

#: What an exit code means; `kb help exit-codes` prints this.
EXIT_CODES = {
    0: "done (an empty answer too)",
    1: "a check or a run failed",
    2: "usage: an unknown option, or a value that does not fit",
    3: "a network, a source or a file outside could not be read or written",
    4: "no such object, or several answer to the name (the error names candidates)",
    5: "the facts or a data file are not valid",
    6: "this machine cannot run it now (a part is not installed, the disk is full, a limit is reached)",
    130: "interrupted",
}


def report(
    error: KnowledgeBaseError, as_json: bool, stream: TextIO | None = None, language: str = "en"
) -> int:
    """Say on stderr what went wrong and return the exit code. JSON, which programs read, is English."""
    stream = stream or sys.stderr
    if as_json:
        first = str(error).splitlines()[0] if isinstance(error, FactsInvalid) else str(error)
        kind = getattr(error, "type", type(error).__name__)
        body: Row = {"code": error.code, "type": kind, "message": first, **error.details}
        print(json_text({"schema_version": SCHEMA_VERSION, "error": body}), file=stream)
    else:
        remark(f"kb: {_error_in_words(error, language)}", stream)
    return error.code


def _error_in_words(error: KnowledgeBaseError, language: str) -> str:
    if language == "en" or not isinstance(error, FactsInvalid):
        return _in_words(str(error), language)
    from kb.cli.reasons import reason_told

    told = [_in_words(str(error).splitlines()[0], language)]
    for problem in error.problems:
        said = [reason_told(text, language) for text in (problem.said, problem.suggestion) if text]
        told.append(f"{problem.where}: {'；'.join(said)}")
    return "\n".join(told)


def _in_words(text: str, language: str) -> str:
    if language == "en":
        return text
    from kb.cli.translation import told

    return told(text, language)


def remark(text: str, stream: TextIO, language: str = "en") -> None:
    """A line for people; on a terminal that is narrower it is broken between words."""
    text = _in_words(text, language)
    if stream.isatty() and len(text) > 40:
        from kb.cli.console import PlainConsole
        from kb.cli.wrapping import Prose

        PlainConsole(stream).print(Prose(text))
    else:
        print(visible(text), file=stream)


def exit_code(run: Callable[[], object], as_json: bool, language: str = "en") -> int:
    """Run a command to its end; every expected error becomes one message on stderr and its exit code."""
    try:
        code = run()
    except KnowledgeBaseError as error:
        return report(error, as_json, language=language)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # whoever read our answer has seen enough
    except OSError as error:
        return report(SourceError(f"{error.filename or 'input/output'}: {error.strerror or error}"), as_json)
    return code if isinstance(code, int) else 0
