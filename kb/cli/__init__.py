"""The command line: `kb`. One command a file; what they share is in app, arguments, options and output."""

import sys


def main() -> None:
    """The entry point of the `kb` script."""
    try:
        _main()
    except KeyboardInterrupt:  # while the parts of a command were still being imported
        sys.exit(130)


def _main() -> None:
    from kb.cli.quick import quick
    from kb.cli.streams import open_closed

    open_closed()
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # data is UTF-8 whatever the locale says
    code = quick(sys.argv[1:])
    if code is not None:
        sys.exit(code)

    from kb.cli.app import build

    build()(prog_name="kb")
