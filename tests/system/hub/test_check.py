"""`python -m hub check` names what is open, and nothing else."""

import os
from pathlib import Path

import pytest

from hub.__main__ import look
from hub.check import check
from hub.settings import REPOSITORY, Settings
from tests.system.hub.accounts import GRADER, open_folder

SHUT = """
from pathlib import Path
from graders.service.jupyterhub import add_course
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.subdomain_host = "https://hub.example.org"
c.JupyterHub.authenticator_class = "pam"
c.Spawner.cmd = ["python", "-m", "graders.service.server"]
add_course(c, "course", folder=Path({course!r}), exchange=Path({exchange!r}), account={account!r},
    instructors=["ines"], students=["ada"], roles=Path({roles!r}))
"""
HERE = "file system of the course"  # as both folders are here


@pytest.fixture
def server():
    """Make the configuration of a server that is shut, and what it names; run check on it."""
    with open_folder() as folder:
        for name in ("exchange", "course", "code", "code/source", "code/hub"):
            (folder / name).mkdir()
        (folder / "code/hub/roles").symlink_to(REPOSITORY / "hub" / "roles")
        (folder / "exchange").chmod(0o1777)
        for name in ("course", "code/source"):
            (folder / name).chmod(0o700)
        names = {"course": str(folder / "course"), "exchange": str(folder / "exchange")}
        names |= {"account": GRADER, "roles": str(folder / "code/hub/roles")}

        def found(more="", **changes):
            config = folder / "jupyterhub_config.py"
            config.write_text(SHUT.format(**(names | changes)) + more)
            said = [one for one in check(config) if HERE not in one and "that runs now" not in one]
            return "\n".join(said)

        found.folder = folder
        yield found


def test_a_server_that_is_shut_has_nothing_open(server):
    assert server() == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.JupyterHub.subdomain_host = ''", "One origin"),
        ("c.JupyterHub.subdomain_host = 'http://hub.example.org'", "No TLS"),
        ("c.JupyterHub.bind_url = 'http://:8000'", "No TLS"),
        ("c.JupyterHub.bind_url = 'http://0.0.0.0:80'", "No TLS"),
        ("c.JupyterHub.authenticator_class = 'dummy'", "as anybody"),
        ("c.Authenticator.allow_all = True", "let in"),
        ("c.JupyterHub.spawner_class = 'simple'", "one account"),
        ("c.Spawner.cmd = ['python', '-m', 'jupyterhub.singleuser']", "write into the hub's log"),
        ("del c.Spawner['cmd']", "write into the hub's log"),
        ("del c.Spawner['server_token_scopes']", "may ask of the hub"),
        ("c.JupyterHub.services[0]['environment']['JUPYTER_CONFIG_PATH'] = ''", "terminals"),
        ("c.JupyterHub.services[1]['command'].append('claimed')", "hand in as everybody"),
        ("c.JupyterHub.services = []", "No grading service"),
    ],
)
def test_what_is_open_is_named(server, line, said):
    found = server(line)
    assert said in found and len(found.splitlines()) == 1


@pytest.mark.parametrize("name", ["course", "code/source"])
@pytest.mark.parametrize("mode", [0o755, 0o705, 0o701])
def test_folders_that_others_read_are_named(server, name, mode):
    (server.folder / name).chmod(mode)
    assert f"chmod 700 {server.folder / name}" in server()


def test_an_exchange_in_which_others_rename_is_named(server):
    (server.folder / "exchange").chmod(0o777)
    assert "mode 1777" in server()
    (server.folder / "exchange").rmdir()
    assert "no exchange" in server()


def test_mounts_that_others_wait_for_are_named(server, monkeypatch):
    config = server.folder / "fuse.conf"
    monkeypatch.setattr("hub.check.FUSE", config)
    for text, is_named in (
        ("", False),
        ("# user_allow_other\n", False),
        (" user_allow_other", True),
    ):
        config.write_text(text)
        assert ("user_allow_other" in server()) == is_named


@pytest.mark.skipif(os.getuid() != 0, reason="services run as root where the hub does")
@pytest.mark.parametrize("account", ["", "root"])
def test_a_service_of_roots_is_named(server, account):
    assert "as root" in server(account=account)


def test_the_demonstration_says_that_it_is_one_origin(tmp_path, capsys, monkeypatch):
    settings = Settings(str(tmp_path), 8000, "ines", "grader", ["ada"], accounts=False)
    settings.choose_ports()
    settings.save()
    monkeypatch.setattr("hub.__main__.SERVER", tmp_path / "none")
    monkeypatch.setenv("HUB_FOLDER", "")
    assert look(Path(tmp_path), None) == 1
    assert "One origin" in (said := capsys.readouterr().out) and "one account" in said
