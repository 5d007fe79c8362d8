"""Archives that ``nbgrader zip_collect`` takes apart, and the names in them.

What a learning platform gives out is an archive of what students uploaded, archives among it. One
that is damaged or hostile stays as it is and is named; nbgrader would stop collecting.
"""

import logging
import os
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import unzip

from graders.intake.limits import MAX_FILE
from graders.intake.places import MAX_DEPTH, MAX_ENTRIES
from graders.names import fault_of_student, printable, shown_name


class Extractor(ExtractorPlugin):
    """Takes the place of nbgrader's: ``c.ZipCollectApp.extractor_plugin``.

    Archives in the archive are limited: each in what it holds, and in how deep it lies.
    """

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.log.addFilter(_made_printable)  # nbgrader logs each name that it meets

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack what is in a folder into another."""
        for base, folders, names in os.walk(archive_path):
            folders.sort()
            target = Path(extracted_path, os.path.relpath(base, archive_path))
            target.mkdir(parents=True, exist_ok=True)
            for name in sorted(names):
                if Path(name).suffix in self.zip_ext:
                    self._unpack(Path(base, name), target, 0)
                else:
                    shutil.copy(os.path.join(base, name), target / name)

    def _unpack(self, archive: Path, target: Path, depth: int) -> None:
        """Unpack an archive into a folder of its own, and those in it."""
        name = archive.name
        for ending in (archive.suffix, ".tar"):
            name = name.removesuffix(ending)
        self.log.info("Unpacking %r", shown_name(str(archive)))
        try:
            if depth and (depth > MAX_DEPTH or not _is_small(archive)):
                raise ValueError("it is too large")
            unzip(str(archive), str(target), zip_ext=self.zip_ext, create_own_folder=True)
        except Exception as error:  # whatever is in an archive, the others are collected
            said = f"{type(error).__name__}: {shown_name(str(error))}"
            self.log.error("%r is not unpacked: %s", shown_name(str(archive)), said)
        found = [path for path in (target / name).rglob("*") if path.suffix in self.zip_ext]
        for path in sorted(found):
            if path.is_file():
                self._unpack(path, path.parent, depth + 1)


def _made_printable(record: logging.LogRecord) -> bool:
    record.msg, record.args = printable(record.getMessage()), ()
    return True


def _is_small(archive: Path) -> bool:
    """Whether an archive holds no more than a student hands in, as it says itself."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            sizes = [entry.file_size for entry in opened.infolist()]
        return len(sizes) <= MAX_ENTRIES and sum(sizes) <= MAX_FILE
    left, size = MAX_ENTRIES, int(MAX_FILE)
    with tarfile.open(archive) as packed:
        for member in packed:
            left, size = left - 1, size - member.size
            if min(left, size) < 0:
                return False
    return True


class Collector(FileNameCollectorPlugin):
    """Takes the place of nbgrader's: ``c.ZipCollectApp.collector_plugin``.

    nbgrader makes a folder in ``submitted/`` of whatever its pattern takes for a student's name,
    and a file of whatever it takes for the notebook's. What would be a path, and lead elsewhere, is
    left where it was extracted. Other names that cannot be a student's are named, and collected:
    `grade` says that they need attention, so that nobody is forgotten.
    """

    def collect(self, submitted_file: str) -> dict | None:
        """Return whose a file is, and what it is called; None if it cannot be collected."""
        found = super().collect(submitted_file)
        if not found:
            return found
        student, file = str(found.get("student_id")), str(found.get("file_id"))
        shown = shown_name(submitted_file)
        if _is_path(student) or "\0" in file or ".." in file.split("/") or file.startswith("/"):
            self.log.error("%r is not collected: a name in it is a path", shown)
            return None
        if fault := fault_of_student(student):
            said = "%r: %r cannot be a student's name: it %s"
            self.log.error(said, shown, shown_name(student), fault)
        return found


def _is_path(name: str) -> bool:
    too_long = len(os.fsencode(name)) > 255
    return name in ("", ".", "..") or "/" in name or "\0" in name or too_long
