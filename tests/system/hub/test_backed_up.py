"""A backup made while the grading service works, restored in its place: nobody is lost."""

import pytest

from graders.backup import back_up, restore
from graders.course import Course
from graders.service.paths import QUEUE, copy_of, page_of
from graders.service.queue import Queue, Stage
from tests.grading_course import NAME
from tests.system.hub.accounts import open_folder
from tests.system.hub.handing_in import STUDENTS
from tests.system.hub.served import Served

pytestmark = pytest.mark.exhaustive


def test_what_comes_in_during_the_backup_is_graded_by_the_restored_service(tmp_path):
    with open_folder() as folder:
        served = Served(folder)
        served.start()
        notebook = served.course.filled()
        names = [served.hand_in(student, notebook) for student in STUDENTS[:4]]
        served.wait(lambda: served.queue.find("stage = 'graded'"))
        done = back_up(Course(served.course.folder), tmp_path)
        names += [served.hand_in(student, notebook) for student in STUDENTS[4:6]]
        served.wait(lambda: len(served.queue.names()) == len(names))
        assert served.end() == 0
        served.queue.close()
        served.course.folder.rename(folder / "lost")
        root = restore(done.path, served.course.folder).folder
        served.queue = Queue(root / QUEUE)
        held = served.course.gradebook()
        rows = served.queue.find()
        graded = [row for row in rows if row.stage == Stage.GRADED]
        assert graded and len(rows) <= len(names)
        for row in rows:
            assert (copy_of(root, row.name) / f"{NAME}.ipynb").is_file()
        for row in graded:
            assert "Passed" in page_of(root, row.id, NAME).read_text()
            assert held[row.student]["test_double"][0] == 1
            feedback = root / "feedback" / row.student / NAME / f"{NAME}.html"
            assert feedback.read_bytes() == page_of(root, row.id, NAME).read_bytes()
        served.start()
        for name in names:
            served.wait_for_page(name, "Passed")
        served.wait(lambda: all(row.shown for row in served.queue.find()))
        assert [served.row(name).gradings for name in names] == [1] * len(names)
        assert served.end() == 0
