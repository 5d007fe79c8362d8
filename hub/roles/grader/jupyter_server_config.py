"""The server of the formgrader that instructors share."""

from pathlib import Path

c = get_config()  # noqa: F821  (Jupyter provides it)

# JupyterLab shows the formgrader in a frame, which a service's pages forbid by default.
c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": "frame-ancestors 'self'"}}
# The server starts in the course's folder, which has to lie below the root.
c.ServerApp.root_dir = str(Path.cwd().parent)
# Nobody needs a terminal as the account that owns solutions and grades.
c.ServerApp.terminals_enabled = False
