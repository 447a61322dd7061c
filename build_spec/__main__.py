"""python -m build_spec [--bench]."""

import sys

from build_spec.build import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
