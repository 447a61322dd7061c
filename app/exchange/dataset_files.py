"""Writes the data set into a folder: one workbook, the same tables as CSV, all of them or none.

Other files in the folder stay as they are; files of the same names are replaced, whole.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.dataset import Encoding
from app.domain.dataset_model import DataFile
from app.domain.progress import Progress
from app.exchange.data_csv import csv_bytes
from app.exchange.data_workbook import write_data_workbook
from app.files.replacing import file_set

WORKBOOK = "dataset.xlsx"


def file_names(files: Sequence[DataFile]) -> tuple[str, ...]:
    """Return the names of the files that tables are written to."""
    return (WORKBOOK, *(f"{file.name}.csv" for file in files))


def write_dataset(files: Sequence[DataFile], folder: Path, encoding: Encoding = "utf-8") -> Iterator[Progress]:
    """Write tables into a folder, made if need be, yielding before each; closing the generator leaves nothing behind.

    WriteError where the folder or a file in it cannot be written, EncodingError where cp932 cannot say a text.
    """
    steps = 2 * len(files) + 1
    with file_set(folder, file_names(files)) as draft:
        for done, file in enumerate(files):
            yield Progress(f"「{file.title}」のCSVを書いています", done, steps)
            (draft / f"{file.name}.csv").write_bytes(csv_bytes(file, encoding))
        for file, rows in write_data_workbook(draft / WORKBOOK, files):
            done = len(files) + files.index(file)
            yield Progress(f"「{file.title}」の表を書いています（{rows:,}行）", done, steps)
        yield Progress("保存しています", steps - 1, steps)
    yield Progress("書き終えました", steps, steps)
