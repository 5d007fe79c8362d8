"""The course in The Littlest JupyterHub: /opt/tljh/config/jupyterhub_config.d/course.py.

TLJH names the Unix account of the hub's user ada ``jupyter-ada``, and nbgrader knows her by that
name. Its hub and its users have environments of their own; the services of the course run in a
third one, /opt/course/.venv, whose Python and packages servers use as well.
"""

import sys
from pathlib import Path

sys.path.insert(0, "/opt/course")
from graders.service.jupyterhub import add_course

c = get_config()  # noqa: F821  (JupyterHub provides it)

PYTHON = "/opt/course/.venv/bin/python"
instructors, students = (
    Path("/opt/tljh/config", name).read_text().split() for name in ("instructors", "students")
)

add_course(
    c,
    "mathematics-of-deep-learning",
    folder=Path("/srv/course/mathematics-of-deep-learning"),
    exchange=Path("/srv/nbgrader/exchange"),
    account="grader",
    instructors=instructors,
    students=students,
    roles=Path("/opt/course/hub/roles"),
    python=PYTHON,
    account_of="jupyter-{username}",
)
# A domain for each user's server; see hub/README.md. It takes a DNS entry and a certificate for
# *.HUB.EXAMPLE.ORG (`tljh-config set https.tls.key …` and `https.tls.cert …`).
c.JupyterHub.subdomain_host = "https://HUB.EXAMPLE.ORG"
c.Spawner.cmd = [PYTHON, "-m", "graders.service.server"]
