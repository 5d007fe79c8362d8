"""The gradebook as it is opened for the steps of one submission."""

from pathlib import Path

import sqlalchemy
from nbgrader import api
from nbgrader.api import Gradebook

from graders.recording import one_submission


def test_tables_are_looked_for_once_for_a_submission(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        gradebook.add_student("ada")
        sqlalchemy.event.listen(gradebook.engine, "before_cursor_execute", lambda *a: said(a[2]))
    statements: list[str] = []
    said = statements.append
    with one_submission():
        for _ in range(2):
            statements.clear()
            with Gradebook(url) as gradebook:
                assert [student.id for student in gradebook.students] == ["ada"]
                assert gradebook.engine is api.create_engine(url, echo=False, future=True)
                assert gradebook.course_id == "default_course"
        assert not any("PRAGMA" in statement for statement in statements)
    with Gradebook(url):
        assert any("PRAGMA" in statement for statement in statements)


def test_a_gradebook_that_was_replaced_is_found_by_the_next_submission(tmp_path):
    file = Path(tmp_path, "gradebook.db")
    for student in ("ada", "carl"):
        with one_submission():
            for added in (True, False):
                with Gradebook(f"sqlite:///{file}") as gradebook:
                    if added:
                        gradebook.add_student(student)
                    assert [s.id for s in gradebook.students] == [student]
        file.unlink()
