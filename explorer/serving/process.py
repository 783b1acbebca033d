"""`python -m explorer.serving.process run ...`: Streamlit's command line, as a server that Ctrl-C ends well.

The web server stops in order when it is interrupted, and then hands the signal on; Streamlit's own command
line says "Aborted!" to it and exits with 1, which make reports as an error.
"""

import signal
import sys
from types import FrameType


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    """Serve until Ctrl-C, which is how a server is meant to end: in silence, with 0."""
    signal.signal(signal.SIGINT, _stop)
    from streamlit.web import cli

    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
