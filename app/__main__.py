"""python -m app: a headless command, or the window."""

import gc
import sys
from pathlib import Path

from app import cli


def main(arguments: list[str]) -> int:
    """Run a headless command where the first word is one, else open the window with a file, the last one, or none."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # What a script reads is UTF-8 on every PC; Windows would give cp932, which has no sign for everything.
            stream.reconfigure(encoding="utf-8", errors="replace")
    if arguments and (arguments[0] in cli.COMMANDS or arguments[0].startswith("-")):
        return cli.run(arguments)
    if len(arguments) > 1:
        return cli.run(arguments)
    # Nothing that start-up makes is garbage; looking for it would cost a tenth of the time to the first window.
    gc.disable()
    from app.main import run_window

    return run_window(Path(arguments[0]) if arguments else None)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
