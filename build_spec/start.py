"""What both executables run."""

import sys

from app.__main__ import main

raise SystemExit(main(sys.argv[1:]))
