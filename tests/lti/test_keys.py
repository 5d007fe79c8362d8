"""The key pair: closed to others, kept, and its public half in the form that platforms read."""

import shutil
import stat

import pytest
from traitlets.config import Config

from graders.course import CourseError
from graders.lti import keys
from graders.lti.settings import FOLDER, LTI, is_safe, settings_of


@pytest.fixture
def course(pair, tmp_path):
    shutil.copytree(pair / FOLDER, tmp_path / FOLDER)
    return tmp_path


def test_nobody_else_can_read_the_private_key(course):
    for path, mode in ((FOLDER, 0o700), (keys.PRIVATE, 0o600), (keys.PUBLIC, 0o644)):
        assert stat.S_IMODE((course / path).stat().st_mode) == mode
    assert not keys.make(course)  # and it is not made again
    for mode in (0o640, 0o604, 0o660):
        (course / keys.PRIVATE).chmod(mode)
        with pytest.raises(CourseError, match="read by others"):
            keys.private(course)


def test_what_is_served_has_nothing_of_the_private_key(course):
    (key,) = keys.key_set(course)["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}


def test_a_new_pair_keeps_the_old_public_key_for_a_while(course):
    (old,) = keys.key_set(course)["keys"]
    keys.replace(course)
    new, kept = keys.key_set(course)["keys"]
    assert kept == old != new
    assert stat.S_IMODE((course / f"{keys.PRIVATE}.old").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\xff\xfe", None, "public"])
def test_what_is_no_private_key_is_named(course, content):
    path = course / keys.PRIVATE
    kept = (course / keys.PUBLIC).read_bytes() if content == "public" else content
    path.unlink()
    if kept is not None:
        path.write_bytes(kept)
        path.chmod(0o600)
    with pytest.raises(CourseError, match="graders lti keys"):
        keys.private(course)


def test_a_link_in_the_place_of_the_key_is_not_followed(course):
    path = course / keys.PRIVATE
    path.rename(course / "elsewhere")
    path.symlink_to(course / "elsewhere")
    with pytest.raises(CourseError, match="cannot be read"):
        keys.private(course)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://moodle.example.org/token", True),
        ("http://127.0.0.1:8000/token", True),
        ("http://moodle.example.org/token", False),
        ("http://127.0.0.1.example.org/", False),
        ("https://user:secret@moodle.example.org/", False),
        ("ftp://moodle.example.org/", False),
        ("https://moodle.example.org:port/", False),
        ("https://", False),
        ("moodle.example.org", False),
        ("https://moodle.example.org/\n", False),
    ],
)
def test_only_addresses_that_nobody_reads_on_the_way(address, safe):
    assert is_safe(address) == safe
    config = Config()
    config.LTI.token_endpoint = address
    if safe:
        assert settings_of(config).token_endpoint == address
    else:
        with pytest.raises(CourseError, match=r"LTI\.token_endpoint"):
            settings_of(config)


def test_what_is_not_set_is_named():
    assert not LTI().is_used and not LTI(issuer="x").sends
    with pytest.raises(
        CourseError, match=r"c\.LTI\.client_id, c\.LTI\.token_endpoint, c\.LTI\.line"
    ):
        LTI(issuer="x").check("line_items")
