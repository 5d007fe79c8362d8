"""What an attack knows of the world outside: a token to mark what it leaves there, and where.

The one that measures sets these in the environment before it asks for a submission.
"""

import os

TOKEN = "ATTACKS_TOKEN"
PORT = "ATTACKS_PORT"
COURSE = "ATTACKS_COURSE"


def token() -> str:
    """Return the mark that shows up in everything left outside: files, processes, pages."""
    return os.environ[TOKEN]


def port() -> int:
    """Return the port of this machine on which somebody waits for stolen goods."""
    return int(os.environ[PORT])


def course() -> str:
    """Return the folder of the course, which a student may well know."""
    return os.environ[COURSE]
