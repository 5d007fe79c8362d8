"""The points of a submission by exercise, as the pages of the service show them."""

from graders.course import Course
from graders.notebook.exercises import exercises_of, grade_id, read_notebook
from graders.notebook.results import State
from graders.record.gradebook import items, notebook_id
from graders.record.gradings import points_of_exercise

BY_HAND = "graded by hand"


def by_exercise(course: Course, assignment: str, student: str, states: dict[str, str]) -> list:
    """Return name, points, points possible and state of each exercise, from the gradebook.

    The points are None where nothing is graded yet.

    Parameters
    ----------
    states : dict of str to str
        What the machine said, by `grade_id` or by exercise; a person's points come before it.

    Raises
    ------
    MissingEntry
        If nothing was graded.
    """
    rows = []
    notebooks = course.notebooks("release", assignment)
    for released in notebooks:
        with course.gradebook() as gradebook:
            found = items(gradebook, notebook_id(gradebook, released.stem, assignment, student))
        of = f"{released.stem}: " if len(notebooks) > 1 else ""
        for exercise in exercises_of(read_notebook(released)):
            names = [grade_id(cell) for cell in exercise.graded]
            graded = [found[name] for name in names if name in found]
            points = points_of_exercise(exercise, found)
            said = [states.get(of + name) or states.get(of + exercise.name, "") for name in names]
            if any(item.manual is not None for item in graded):
                said = [one for one in said if one != State.BY_HAND] + [BY_HAND]
            parts = ", ".join(dict.fromkeys(filter(None, said)))
            rows.append([of + exercise.title, points, exercise.points, parts])
    return rows
