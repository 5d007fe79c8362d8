"""The course COURSE-ID, for nbgrader."""

import graders

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "COURSE-ID"
# Files beside a notebook are released with it, but for these.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store"]

# Release, grading and feedback by nbjudge. Without this line the course is plain nbgrader.
graders.configure(c)

# The limits of students' code, with their defaults; take the # away to change one.
# c.Execute.cell_timeout = 60.0   # seconds of processor time for a cell, or a test with its calls
# c.Execute.call_timeout = 30.0   # the same for one call of a student's function by a test
# c.Execute.memory = 2 * 2**30    # bytes for a student's process
