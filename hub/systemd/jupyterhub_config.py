"""JupyterHub for a course on an ordinary server: /etc/jupyterhub/jupyterhub_config.py.

The students and instructors have accounts on the server; who has one and is named below may log in
with its password. See hub/README.md for the accounts and folders that have to be there.
"""

import sys
from pathlib import Path

from graders.service.jupyterhub import add_course

c = get_config()  # noqa: F821  (JupyterHub provides it)

# TLS ends in a web server in front (nginx, Caddy), which is the only one to reach this port.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
# A domain for each user's server, such as ada.HUB.EXAMPLE.ORG: a page in one is then a stranger to
# the formgrader and to the hub. It takes a DNS entry and a certificate for *.HUB.EXAMPLE.ORG.
c.JupyterHub.subdomain_host = "https://HUB.EXAMPLE.ORG"
# Milliseconds: Validate runs a whole notebook before it answers, and the default is 20 s.
patience = "--proxy-timeout=600000"
program = str(Path(sys.prefix, "bin", "configurable-http-proxy"))
c.ConfigurableHTTPProxy.command = [program, patience]
c.JupyterHub.authenticator_class = "pam"
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.JupyterHub.cookie_secret_file = "/var/lib/jupyterhub/cookie_secret"
c.JupyterHub.db_url = "sqlite:////var/lib/jupyterhub/jupyterhub.sqlite"
# What a user's processes say does not go into the hub's log, and their number is bounded.
c.Spawner.cmd = [sys.executable, "-m", "graders.service.server"]
c.Spawner.default_url = "/lab"

# One name a line, kept beside this file.
instructors, students = (
    Path("/etc/jupyterhub", name).read_text().split() for name in ("instructors", "students")
)
c.Authenticator.allowed_users = {*instructors, *students}

add_course(
    c,
    "mathematics-of-deep-learning",
    folder=Path("/srv/course/mathematics-of-deep-learning"),
    exchange=Path("/srv/nbgrader/exchange"),
    account="grader",
    instructors=instructors,
    students=students,
    roles=Path("/opt/course/hub/roles"),
)

# Prometheus asks for /services/grading-mathematics-of-deep-learning/metrics with this token.
token = Path("/etc/jupyterhub/prometheus_token")
if token.exists():
    c.JupyterHub.services.append({"name": "prometheus", "api_token": token.read_text().strip()})
    c.JupyterHub.load_roles.append({
        "name": "prometheus",
        "services": ["prometheus"],
        "scopes": ["access:services!service=grading-mathematics-of-deep-learning"],
    })  # fmt: skip
