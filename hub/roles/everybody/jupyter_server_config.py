"""Everybody's server: in its terminals the course's programs come first."""

import sys
from pathlib import Path

c = get_config()  # noqa: F821  (Jupyter provides it)

# A login shell reads the machine's /etc/profile, which on most sets PATH anew; so what this server
# runs with, `python`, `nbgrader` and `graders`, is put in front after that.
programs = str(Path(sys.executable).parent)
shell = 'PATH="$0:$PATH" exec "${SHELL:-/bin/bash}"'
c.ServerApp.terminado_settings = {"shell_command": ["/bin/bash", "-l", "-c", shell, programs]}
