"""Make the frozen file of the present schema, once, when it is released: python -m tests.storage.make_frozen.

The file holds the rows of `v1.rows`, text that never changes either, so that later programs can be asked for them.
"""

import base64
import json
from pathlib import Path
from typing import Any

from tests.storage.boards import Board, make_board, sample_rows

FOLDER = Path(__file__).resolve().parents[1] / "data" / "versions"
FROZEN = FOLDER / "v1.ictplan"
ROWS = FOLDER / "v1.rows.json"


def frozen_rows() -> Board:
    """Return the rows that the frozen file was made from."""
    rows: Board = json.loads(ROWS.read_text("utf-8"), object_hook=_decoded)
    return rows


def _decoded(item: dict[str, Any]) -> Any:
    return base64.b64decode(item["base64"]) if item.keys() == {"base64"} else item


def _encoded(value: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(value).decode()}


def main() -> None:
    """Write the rows and the file."""
    text = json.dumps(sample_rows(seed=1), ensure_ascii=False, indent=1, default=_encoded)
    ROWS.write_text(text + "\n", encoding="utf-8", newline="\n")
    FROZEN.unlink(missing_ok=True)
    make_board(FROZEN, frozen_rows()).close()


if __name__ == "__main__":
    main()
