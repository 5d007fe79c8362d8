"""The course's key pair: it signs what it asks of the platform, which has the public half."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from jwcrypto.jwk import JWK
from pylti1p3.registration import Registration

from graders.course import CourseError
from graders.files import link_whole, write_whole
from graders.lti.settings import FOLDER

PRIVATE, PUBLIC = FOLDER / "private.pem", FOLDER / "public.pem"
BITS = 3072


def make(course: Path) -> bool:
    """Make the key pair, unless there is one; return whether one was made.

    Raises
    ------
    CourseError
        If what is there is no key pair.
    """
    folder = course / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if (course / PRIVATE).exists() or (course / PRIVATE).is_symlink():
        public(course)
        return False
    pair = JWK.generate(kty="RSA", size=BITS)
    # The public half first: where the private one is, both are.
    write_whole(course / PUBLIC, pair.export_to_pem(), mode=0o644)
    write_whole(course / PRIVATE, pair.export_to_pem(private_key=True, password=None), mode=0o600)
    return True


def replace(course: Path) -> None:
    """Make a new key pair in the place of the present one, which is kept as ``*.old``."""
    for name in (PRIVATE, PUBLIC):
        with suppress(FileNotFoundError):
            link_whole(course / name, course / f"{name}.old")
            (course / name).unlink()
    make(course)


def private(course: Path) -> str:
    """Return the private key, as text.

    Raises
    ------
    CourseError
        If there is none, others may read it, or it is none.
    """
    try:
        handle = os.open(course / PRIVATE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise CourseError("the course has no LTI keys: run `graders lti keys`") from None
    except OSError as error:
        raise CourseError(f"{PRIVATE} cannot be read: {error.strerror}") from None
    with open(handle, errors="replace") as file:
        if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise CourseError(
                f"{PRIVATE} can be read by others: `chmod 600 {PRIVATE}`, and if others were "
                "there, make a new pair: `graders lti keys --new`"
            )
        text = file.read()
    _check(text, PRIVATE, private=True)
    return text


def public(course: Path) -> str:
    """Return the public key, as text.

    Raises
    ------
    CourseError
        If there is none, or it is none.
    """
    try:
        text = (course / PUBLIC).read_text()
    except FileNotFoundError:
        raise CourseError("the course has no LTI keys: run `graders lti keys`") from None
    except (OSError, UnicodeDecodeError):
        text = ""
    _check(text, PUBLIC, private=False)
    return text


def key_set(course: Path) -> dict:
    """Return the public keys as platforms read them (JWKS).

    With that before `replace`, if there is one: a platform may know it for a while.
    """
    keys = [dict(Registration.get_jwk(public(course)))]
    with suppress(OSError, ValueError):
        keys.append(dict(Registration.get_jwk((course / f"{PUBLIC}.old").read_text())))
    return {"keys": keys}


def _check(text: str, path: Path, private: bool) -> None:
    try:
        if JWK.from_pem(text.encode()).has_private == private:
            return
    except ValueError:
        pass
    raise CourseError(f"{path} is not a key: make a new pair by `graders lti keys --new`")
