"""nbgrader on the hub, for everybody: which course, and where its exchange is."""

import os

c = get_config()  # noqa: F821  (nbgrader provides it)

# Set by the hub; see graders/service/jupyterhub.py.
c.CourseDirectory.course_id = os.environ["NBGRADER_COURSE"]
c.Exchange.root = os.environ["NBGRADER_EXCHANGE"]
# Assignments are fetched into a folder named after the course.
c.Exchange.path_includes_course = True
# The list of assignments says so when nobody grades at the moment.
c.ExchangeFactory.list = "graders.service.List"
if os.environ.get("NBGRADER_IDENTITY") in ("claimed", "computed"):
    # Servers run as one Unix account, or as none that has a name: the hub knows who it is.
    c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
