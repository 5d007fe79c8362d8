"""The course, for nbgrader. Every line says why it is here."""

import os

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "mathematics-of-deep-learning"
# Helper files are released with the notebook; caches and editor leftovers are not.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store"]
# Every notebook opens with the same instructions.
c.IncludeHeaderFooter.header = "source/header.ipynb"
# The rubric of a written answer stands in its statement: graders see it, students do not.
c.ClearMarkScheme.enforce_metadata = False

# ---- The engine. Without the lines below this is plain nbgrader, and the notebooks still grade.

import graders  # noqa: E402

# It releases, grades and writes feedback; graders/configuration.py says by which lines, and why.
graders.configure(c)
# Where students' versions are published, so that they open in Google Colab: docs/howto/colab.md.
# c.Course.url = "https://github.com/OWNER/REPOSITORY/tree/main/release"
# Tests may read the real images of Fashion-MNIST, where they are; student code may not.
cache = os.path.join(os.environ.get("KERAS_HOME") or "~/.keras", "datasets", "fashion-mnist")
c.Execute.data = {"FASHION_MNIST_DIR": os.environ.get("FASHION_MNIST_DIR") or cache}

# ---- In JupyterHub, with the grading service: see hub/README.md. Nobody else reads these lines.

# What students see before an assignment is due: "full" feedback, "points" only, or "nothing".
c.Policy.feedback_until_due = "full"
# Submissions to an assignment that a student has graded in 24 hours, so that nobody finds the
# hidden tests by trying; 0 is any number.
c.Policy.gradings_per_day = 10
# What one account may occupy: submissions and megabytes in 24 hours; seconds of grading in an hour
# before those come first who had less; connections to the service's pages, of all together.
c.Policy.folders_per_day = 200
c.Policy.megabytes_per_day = 1000
c.Policy.grading_seconds_per_hour = 120
# Seconds after which what is being graded gives way to those that are quick, and comes again later.
c.Policy.first_try_seconds = 30
c.Policy.connections = 200
# Late submissions keep their points; "zero" takes them, a plugin of nbgrader's can do other things.
c.LateSubmissionPlugin.penalty_method = "none"
