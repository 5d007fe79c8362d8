"""The files for real deployments, as far as they can be checked without one."""

import shutil
import subprocess
from collections import namedtuple
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
import yaml
from jupyterhub.utils import subdomain_hook_idna
from traitlets.config import Config

from graders.exchange import computed_uid
from graders.service.jupyterhub import TOKEN_SCOPES, add_course
from hub.settings import REPOSITORY
from hub.supervisor import COURSE

HUB = REPOSITORY / "hub"


def run_config(source: str, c: Config | None = None) -> dict:
    """Run a jupyterhub_config.py; return its names, `c` among them."""
    c = Config() if c is None else c
    names = {"c": c, "get_config": lambda: c}
    exec(compile(source, "jupyterhub_config.py", "exec"), names)
    return names


@pytest.mark.parametrize("file", ["jupyterhub_config.py", "tljh_course.py"])
def test_the_configuration_of_a_server_closes_both_services(file, monkeypatch):
    source = (HUB / "systemd" / file).read_text()
    monkeypatch.setattr(Path, "read_text", lambda self: f"{self.name}-1 {self.name}-2")
    monkeypatch.setattr(Path, "exists", lambda self: True)
    monkeypatch.syspath_prepend(str(REPOSITORY))
    c = run_config(source)["c"].JupyterHub
    assert c.subdomain_host.startswith("https://")
    services = {service["name"]: service for service in c.services}
    for name in (COURSE, f"grading-{COURSE}"):
        assert services[name]["user"] == "grader"
        assert services[name]["url"].startswith("http://127.0.0.1:")
        assert services[name]["timeout"] > 100
    roles = {role["name"]: role for role in c.load_roles}
    role, students = roles.pop(f"formgrade-{COURSE}"), roles.pop(f"nbgrader-{COURSE}")
    assert c.load_groups[role["groups"][0]]["users"] == ["instructors-1", "instructors-2"]
    # Students open the service that shows them where they stand, and not the formgrader.
    assert students["scopes"] == [f"access:services!service=grading-{COURSE}"]
    assert all(other.get("services") == ["prometheus"] for other in roles.values())
    # TLJH has other names for accounts, by which submissions are known.
    account = services[f"grading-{COURSE}"]["environment"]["GRADERS_ACCOUNT"]
    assert account.format(username="ada") == ("jupyter-ada" if "tljh" in file else "ada")


class Visitor:
    """What JupyterHub hands to a function that chooses the first page."""

    class service:
        href = "//grading.hub.example.org/services/grading/"

    services: ClassVar = {f"grading-{COURSE}": service}

    def __init__(self, *groups: str | None):
        Named = namedtuple("Named", "name")
        user = namedtuple("User", "groups")([Named(group) for group in groups])
        self.current_user = None if groups == (None,) else user


def first_pages(c: Config) -> list[str]:
    """Where an instructor, a student, somebody else, and who has not logged in begin."""
    everybody = (f"formgrade-{COURSE}",), (f"nbgrader-{COURSE}",), ("others",), (None,)
    return [c.JupyterHub.default_url(Visitor(*groups)) for groups in everybody]


def test_whoever_is_in_the_course_begins_with_it(values, monkeypatch):
    c = Config()
    add = {"exchange": Path("/e"), "account": "a", "instructors": [], "students": []}
    add_course(c, COURSE, folder=Path("/c"), roles=HUB / "roles", **add)
    for name in ("FORMGRADER_TOKEN", "GRADING_TOKEN"):
        monkeypatch.setenv(name, "t")
    chart = run_config(values["hub"]["extraConfig"]["10-services"])["c"]
    for found in (c, chart):
        assert first_pages(found) == [Visitor.service.href, Visitor.service.href, "", ""]
    c = Config({"JupyterHub": {"default_url": "/hub/home"}})
    add_course(c, COURSE, folder=Path("/c"), roles=HUB / "roles", **add)
    assert c.JupyterHub.default_url == "/hub/home"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_has_nothing_against_the_unit(tmp_path):
    unit = (HUB / "systemd" / "jupyterhub.service").read_text()
    # It has to find the program, which is elsewhere here.
    path = tmp_path / "jupyterhub.service"
    path.write_text(unit.replace("/opt/course/.venv/bin/python", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def values() -> dict:
    return yaml.safe_load((HUB / "kubernetes" / "values.yaml").read_text())


@pytest.fixture
def manifests() -> list[dict]:
    return list(yaml.safe_load_all((HUB / "kubernetes" / "course.yaml").read_text()))


def test_the_hub_in_kubernetes_gives_each_student_the_number_that_grading_expects(
    values, monkeypatch
):
    monkeypatch.setenv("FORMGRADER_TOKEN", "f")
    monkeypatch.setenv("GRADING_TOKEN", "g")
    # The chart runs all of it in one file, in the order of the names.
    source = "\n".join(text for _, text in sorted(values["hub"]["extraConfig"].items()))
    names = run_config(source)
    for student in ("ada", "José", "x" * 100):
        assert names["computed_uid"](student) == computed_uid(student)

    class Group:
        name = f"formgrade-{COURSE}"

    class Spawner:
        environment: dict[str, str]

        class user:
            name = "ada"
            groups: list

    for groups, role in (([], "student"), ([Group], "instructor")):
        spawner = Spawner()
        spawner.environment, spawner.user.groups = {"KEPT": "1"}, groups
        names["c"].Spawner.pre_spawn_hook(spawner)
        assert spawner.uid == computed_uid("ada") and spawner.environment["KEPT"] == "1"
        folder = Path(spawner.environment["JUPYTER_CONFIG_PATH"].split(":")[0])
        assert (HUB / "roles" / folder.name).is_dir() and folder.name == role


def test_in_kubernetes_students_open_their_own_page_and_not_the_formgrader(values):
    instructors, students = values["hub"]["loadRoles"].values()
    assert instructors["groups"] == [f"formgrade-{COURSE}"]
    assert students["groups"] == [f"nbgrader-{COURSE}"]
    assert students["scopes"] == [f"access:services!service=grading-{COURSE}"]
    scopes = values["hub"]["config"]["Spawner"]["server_token_scopes"]
    assert scopes == [*TOKEN_SCOPES, f"access:services!service={COURSE}"]


def test_in_kubernetes_each_service_has_a_domain_of_its_own(values, manifests):
    host = urlsplit(values["hub"]["config"]["JupyterHub"]["subdomain_host"])
    assert host.scheme == "https" and f"*.{host.netloc}" in values["ingress"]["hosts"]
    for manifest in manifests:
        if manifest["metadata"]["name"] not in ("grading", "formgrader"):
            continue
        if manifest["kind"] != "Deployment":
            continue
        (container,) = manifest["spec"]["template"]["spec"]["containers"]
        given = {variable["name"]: variable.get("value") for variable in container["env"]}
        name = given["JUPYTERHUB_SERVICE_NAME"]
        domain = subdomain_hook_idna(name, host.hostname, "service")
        callback = f"https://{domain}/services/{name}/oauth_callback"
        assert given["JUPYTERHUB_OAUTH_CALLBACK_URL"].lower() == callback.lower()


def test_what_the_manifests_refer_to_is_there(values, manifests):
    known = {(m["kind"], m["metadata"]["name"]) for m in manifests}
    services = {name for kind, name in known if kind == "Service"}
    assert {"formgrader", "grading", "dask-scheduler", "postgresql"} == services
    labels = set()
    for manifest in manifests:
        if manifest["kind"] not in ("Deployment", "StatefulSet"):
            continue
        pod = manifest["spec"]["template"]
        labels.add(pod["metadata"]["labels"]["app"])
        assert manifest["spec"]["selector"]["matchLabels"].items() <= (
            pod["metadata"]["labels"].items()
        )
        volumes = {volume["name"] for volume in pod["spec"].get("volumes", [])}
        volumes |= {v["metadata"]["name"] for v in manifest["spec"].get("volumeClaimTemplates", [])}
        for volume in pod["spec"].get("volumes", []):
            assert ("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]) in known
        for container in pod["spec"]["containers"]:
            assert {mount["name"] for mount in container.get("volumeMounts", [])} <= volumes
            for source in container.get("envFrom", []):
                assert ("ConfigMap", source["configMapRef"]["name"]) in known
    for manifest in manifests:
        if manifest["kind"] == "Service":
            assert manifest["spec"]["selector"]["app"] in labels
