"""What a person of the platform is called here.

A name follows from the platform's id alone, the same in the hub and in the course: nobody is
matched by a name, an e-mail address or anything else that a student may change.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

# Whose ids are taken: the platform's own, or those of the university's records.
SUB, SIS = "sub", "sis"
# In front of the platform's ids; and of digests of those that cannot be an account's name.
PREFIX, DIGEST_PREFIX = "lti-", "ltx-"
# What is a name of a Unix account and of a hub's user as it is. Nothing is put into lower case or
# left out: two ids would become one name.
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,26}[a-z0-9])?")
_SIS = re.compile(r"[a-z_](?:[a-z0-9_.-]{0,30}[a-z0-9])?")
LONGEST_ID = 255  # of LTI

LIS = "https://purl.imsglobal.org/spec/lti/claim/lis"


class IdentityError(Exception):
    """Somebody cannot be given a name; the message says why."""


def name_by_id(user: str) -> str:
    """Return the name that belongs to an id of the platform's, and to no other."""
    if _PLAIN.fullmatch(user):
        return PREFIX + user
    digest = hashlib.sha256(user.encode("utf-8", "surrogatepass")).digest()
    return DIGEST_PREFIX + base64.b32encode(digest[:15]).decode().lower()


def name_of(user: object, record: object, names: str) -> str:
    """Return what somebody is called here.

    Parameters
    ----------
    user : object
        The platform's id, as it came.
    record : object
        The id of the university's records, as it came.
    names : str
        As `LTI.names`.

    Raises
    ------
    IdentityError
        If the id is missing, or cannot be a name.
    """
    if not isinstance(user, str) or not user or len(user) > LONGEST_ID:
        raise IdentityError("the platform does not say who that is")
    if names != SIS:
        return name_by_id(user)
    if not isinstance(record, str) or not record:
        raise IdentityError("the platform sends no id of the university's records")
    if not _SIS.fullmatch(record) or record.startswith((PREFIX, DIGEST_PREFIX)):
        raise IdentityError(f"the id {record[:LONGEST_ID]!r} cannot be the name of an account")
    return record


def name_of_claims(claims: Mapping[str, Any], names: str) -> str:
    """Return what somebody is called who logs in, by the claims of a login that was checked.

    Raises
    ------
    IdentityError
        If that cannot be said.
    """
    lis = claims.get(LIS)
    record = lis.get("person_sourcedid") if isinstance(lis, Mapping) else None
    return name_of(claims.get("sub"), record, names)
