"""Tells JupyterHub about a course: services, groups, roles, what servers show.

For jupyterhub_config.py::

    from graders.service.jupyterhub import add_course

    add_course(c, "course-id", folder=..., exchange=..., account="grader", ...)
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jupyterhub.services.service import Service
from traitlets.config import Config

if TYPE_CHECKING:
    from jupyterhub.handlers import BaseHandler
    from jupyterhub.spawner import Spawner

# Seconds that a service has to start, on a machine that students keep busy; the hub ends if it does
# not, by itself after 30.
START = 150
# What a server may ask of the hub with its token: no more than to say that it is alive, and to let
# its owner in. Without this it is all that the owner may do, readable by the owner's notebooks.
TOKEN_SCOPES = ["users:activity!user", "access:servers!server"]


def add_course(
    c: Config,
    course: str,
    *,
    folder: Path,
    exchange: Path,
    account: str,
    instructors: list[str],
    students: list[str],
    roles: Path,
    ports: tuple[int, int] = (9998, 9999),
    identity: str = "accounts",
    options: Sequence[str] = (),
    python: str = sys.executable,
    account_of: str = "{username}",
) -> None:
    """Add a course, with its formgrader and its grading service, to JupyterHub's configuration.

    Whoever is in the course begins with ``/services/grading-COURSE``: students with where they
    stand, instructors with what the grading service does. The formgrader, at ``/services/COURSE``,
    is for instructors. To all others both answer 403.

    Parameters
    ----------
    c : Config
        JupyterHub's.
    course : str
        The id, as in the course's nbgrader_config.py; part of addresses.
    folder : Path
        The course, owned by `account` and closed to everybody else.
    exchange : Path
        nbgrader's exchange: mode 1777.
    account : str
        The Unix account of both services; empty for the hub's own.
    instructors, students : list of str
    roles : Path
        Jupyter's configuration by role: the folder ``hub/roles``.
    ports : tuple of int
        On the loopback interface, for the formgrader and the grading service.
    identity : str
        How the grading service checks a student's name; see its help.
    options : list of str
        More for the grading service.
    python : str
        Of the environment that both services run in, if it is not the hub's.
    account_of : str
        The Unix account of a user of the hub, where it has not the user's name.
    """
    if not re.fullmatch(r"[\w.\-]+", course, re.ASCII):
        raise ValueError(
            f"the course's id {course!r} becomes part of addresses: it may have letters without "
            "accents, digits, and the signs . _ -"
        )
    formgrader, grading = course, f"grading-{course}"
    environment = {
        "NBGRADER_COURSE": course,
        "NBGRADER_EXCHANGE": str(exchange),
        "NBGRADER_IDENTITY": identity,
    }
    # Of the services: whose sources are to be closed, for `python -m hub check`.
    repository = {"GRADERS_REPOSITORY": str(roles.parents[1])}
    pages = {"GRADERS_FORMGRADER": f"/services/{formgrader}", "GRADERS_ACCOUNT": account_of}

    def config_path(role: str) -> str:
        return os.pathsep.join(str(roles / name) for name in (role, "everybody"))

    shared = {"cwd": str(folder), "oauth_no_confirm": True} | ({"user": account} if account else {})
    if hasattr(Service, "timeout"):  # from JupyterHub 6 on
        shared["timeout"] = START
    # Not the hub's own home, where the formgrader would leave its files.
    home = {} if account else {"HOME": str(folder.parent)}
    # Without accounts, in a container, everything runs as root.
    as_root = [] if account or os.getuid() else ["--allow-root"]
    service = [python, "-m", "graders.service", str(folder), "--exchange", str(exchange)]
    _extend(c.JupyterHub, "services", [
        {
            "name": formgrader,
            "url": f"http://127.0.0.1:{ports[0]}",
            "command": [python, "-m", "jupyterhub.singleuser", *as_root],
            "environment": environment | home | {
                # nbgrader's own page in JupyterLab, opened at once.
                "JUPYTERHUB_DEFAULT_URL": "/lab?formgrader=true",
                "JUPYTERHUB_USER": account or "grader",
                "JUPYTER_CONFIG_PATH": config_path("grader"),
            },
            **shared,
        },
        {
            "name": grading,
            "url": f"http://127.0.0.1:{ports[1]}",
            "command": [*service, "--identity", identity, *options],
            "environment": environment | home | repository | pages,
            **shared,
        },
    ])  # fmt: skip
    # The names of the groups are nbgrader's.
    c.JupyterHub.load_groups = {
        **c.JupyterHub.get("load_groups", {}),
        f"formgrade-{course}": {"users": instructors},
        f"nbgrader-{course}": {"users": [*instructors, *students]},
    }
    access = [f"access:services!service={name}" for name in (formgrader, grading)]
    _extend(c.JupyterHub, "load_roles", [
        {"name": f"formgrade-{course}", "groups": [f"formgrade-{course}"], "scopes": access},
        {"name": f"nbgrader-{course}", "groups": [f"nbgrader-{course}"], "scopes": access[1:]},
    ])  # fmt: skip
    # An instructor's list of courses looks whether the formgrader answers.
    c.Spawner.server_token_scopes = [*TOKEN_SCOPES, access[0]]

    def first_page(handler: "BaseHandler") -> str:
        """Return the address of the course for who is in it, else nothing, for the hub's own."""
        user = handler.current_user
        groups = {group.name for group in user.groups} if user else set()
        is_member = groups & {f"formgrade-{course}", f"nbgrader-{course}"}
        return handler.services[grading].href if is_member else ""

    if "default_url" not in c.JupyterHub:
        c.JupyterHub.default_url = first_page

    def by_role(spawner: "Spawner") -> None:
        groups = {group.name for group in spawner.user.groups}
        role = "instructor" if f"formgrade-{course}" in groups else "student"
        spawner.environment = {
            **spawner.environment,
            **environment,
            "JUPYTER_CONFIG_PATH": config_path(role),
        }

    c.Spawner.pre_spawn_hook = by_role


def _extend(section: Config, name: str, items: list) -> None:
    section[name] = [*section.get(name, []), *items]
