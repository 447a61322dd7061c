"""Run the fault suite with its full counts: python -m tests.faults [PYTEST ARGUMENTS]."""

import os
import sys
from pathlib import Path

import pytest

from tests.faults.proof import SHARE

if __name__ == "__main__":
    os.environ.setdefault(SHARE, "1")
    folder = str(Path(__file__).parent)
    # One test a worker at a time, in any order: the long ones must not wait for each other.
    sys.exit(pytest.main([folder, "-n", "2", "--dist", "worksteal", "--durations=0", "-q", *sys.argv[1:]]))
