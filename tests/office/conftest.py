"""All boards go through LibreOffice once, with two council workbooks that were altered to prove that it computes."""

import pytest

from tests.export.boards import BOARDS, workbook
from tests.office.altered import change, spoil
from tests.office.office import Printed, through_office


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Return what LibreOffice made of every board's workbook, and of the council's "spoilt" and "changed"."""
    folder = tmp_path_factory.mktemp("office")
    workbooks = {name: workbook(name) for name in BOARDS}
    workbooks["spoilt"] = spoil(workbook("council"), tmp_path_factory.mktemp("spoilt") / "spoilt.xlsx")
    workbooks["changed"] = change(workbook("council"), tmp_path_factory.mktemp("changed") / "changed.xlsx")
    return through_office(workbooks, folder)
