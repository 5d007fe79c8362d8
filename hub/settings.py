"""What the demonstration's hub was started with, kept in a file."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
FILE = "settings.json"
# By which jupyterhub_config.py finds the folder.
VARIABLE = "HUB_FOLDER"
# Between the hub, its proxy, and the two services of the course.
PORTS = ("hub", "proxy", "formgrader", "grading")


@dataclass
class Settings:
    """The settings.

    Attributes
    ----------
    folder : str
        Where everything is kept.
    port : int
        Of the address that people open.
    instructor : str
    grader : str
        The account that owns the course.
    students : list of str
    accounts : bool
        Whether each of them is a Unix account.
    made : list of str
        The Unix accounts that were made, to be removed again.
    passwords : dict of str to str
        Of those who may log in.
    ports : dict of str to int
        The others, which nobody needs to know.
    """

    folder: str
    port: int
    instructor: str
    grader: str
    students: list[str]
    accounts: bool
    made: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.passwords:
            self.passwords = {name: secrets.token_urlsafe(9) for name in self.people}

    @property
    def people(self) -> list[str]:
        """Who may log in."""
        return [self.instructor, *self.students]

    @property
    def course(self) -> Path:
        """The course's folder."""
        return self.home(self.grader) / "course"

    @property
    def exchange(self) -> Path:
        """nbgrader's exchange."""
        return Path(self.folder, "exchange")

    @property
    def hub(self) -> Path:
        """The hub's own folder, which nobody else enters."""
        return Path(self.folder, "hub")

    def home(self, name: str) -> Path:
        """Return a home folder."""
        return Path(self.folder, "home", name)

    def choose_ports(self) -> None:
        """Choose ports that are free now."""
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
        self.ports = {
            name: opened.getsockname()[1] for name, opened in zip(PORTS, sockets, strict=True)
        }
        for opened in sockets:
            opened.close()

    def save(self) -> None:
        """Write the file, which only the owner can read: it holds the passwords."""
        path = Path(self.folder, FILE)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(self), file, indent=2)


def load(folder: Path) -> Settings | None:
    """Return the settings that were kept in a folder; None if there are none."""
    path = folder / FILE
    return Settings(**json.loads(path.read_text())) if path.exists() else None
