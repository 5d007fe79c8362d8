"""Who somebody is in the hub, when what the platform has signed was checked."""

import asyncio

import pytest
from tornado.web import HTTPError
from traitlets.config import Config

from graders.lti.login import Callback, CourseLogin, LocalCourseLogin, is_same_as_ever, use_login
from graders.service.jupyterhub import add_course
from tests.lti.learning_platform import CONTEXT, DEPLOYMENT, LearningPlatform
from tests.system.hub.served import REPOSITORY

LIS = "https://purl.imsglobal.org/spec/lti/claim/lis"


@pytest.fixture
def login(tmp_path):
    return CourseLogin(
        course="c",
        deployment_id=DEPLOYMENT,
        context_id=CONTEXT,
        instructors={"lti-9"},
        people=str(tmp_path / "people.sqlite"),
    )


def logged_in(login, user="3", handler=None, **more):
    claims = LearningPlatform().claims(user, "0") | more
    handler = Callback.__new__(Callback) if handler is None else handler
    return asyncio.run(login.authenticate(handler, claims))


def test_students_and_instructors_become_members_of_their_groups(login):
    assert logged_in(login) == {"name": "lti-3", "groups": ["nbgrader-c"]}
    assert logged_in(login, "9")["groups"] == ["nbgrader-c", "formgrade-c"]
    # Whoever is called an instructor there is none here by that.
    roles = {"https://purl.imsglobal.org/spec/lti/claim/roles": ["Instructor", "Administrator"]}
    assert logged_in(login, **roles)["groups"] == ["nbgrader-c"]
    assert login.allow_all and login.manage_groups


@pytest.mark.parametrize("data", [None, "lti-3", [], {"sub": "3"}, {"username": "lti-3"}])
def test_what_the_callback_has_not_checked_is_nobody(login, data):
    assert asyncio.run(login.authenticate(object(), data)) is None
    assert logged_in(login, handler=object()) is None


def test_another_name_is_refused_even_if_the_platform_says_so(login):
    login.names = "sis"

    def arrives(user, record):
        return logged_in(login, user, **{LIS: {"person_sourcedid": record}})["name"]

    assert arrives("3", "ada") == "ada" and arrives("4", "ben") == "ben"
    for user, record in (("3", "ben"), ("4", "ada"), ("5", "ada"), ("3", "eve"), ("6", "root")):
        with pytest.raises(HTTPError) as error:
            arrives(user, record)
        assert error.value.status_code == 403
    assert arrives("3", "ada") == "ada" and arrives("5", "eve") == "eve"
    with pytest.raises(HTTPError):
        logged_in(login)  # no record


def test_two_at_once_are_not_both_the_first(tmp_path):
    file = str(tmp_path / "people.sqlite")
    assert [is_same_as_ever(file, user, "ada") for user in "3453"] == [True, False, False, True]


def test_the_configuration_file(monkeypatch, tmp_path):
    c = Config()
    add_course(
        c, "mathematics-of-deep-learning", folder=tmp_path, exchange=tmp_path, account="grader",
        instructors=["lti-9"], students=["lti-3"], roles=REPOSITORY / "hub" / "roles",
    )  # fmt: skip
    monkeypatch.syspath_prepend(str(REPOSITORY))
    file = REPOSITORY / "hub" / "lti" / "jupyterhub_config.py"
    exec(compile(file.read_text(), str(file), "exec"), {"get_config": lambda: c})
    assert c.JupyterHub.authenticator_class is LocalCourseLogin
    made = LocalCourseLogin(config=c)
    assert made.instructors == {"lti-9"} and made.course == "mathematics-of-deep-learning"
    assert made.issuer.startswith("https://") and made.create_system_users
    # JupyterHub refuses groups of the configuration beside those of a login.
    assert made.manage_groups and not c.JupyterHub.load_groups


def test_use_login_without_accounts():
    c = Config()
    use_login(c, "c", accounts=False)
    assert c.JupyterHub.authenticator_class is CourseLogin
