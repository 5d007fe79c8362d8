"""Names follow from ids: no two people have one, and nobody chooses their own."""

import pytest

from graders.lti.identity import LIS, SIS, SUB, IdentityError, name_by_id, name_of_claims
from graders.names import fault_of_student

IDS = [
    *("3", "33", "ada", "Ada", "ADA", "ada ", "a" * 28, "a" * 29, "a" * 255, "lti-3", "root"),
    *("535fa085-f22b-4655-f48b-5a36a9215f64", "../../ada", "ada\n", "ada\x00", "*", "-x", "x-"),
    *("\u00e9", "e\u0301", "", "ltx-abc", "${jndi}", "\ud800", "🙂"),
]


def test_each_id_has_a_name_of_its_own_that_an_account_can_have():
    names = [name_by_id(one) for one in IDS]
    assert len(set(names)) == len(IDS)
    for name in names:
        assert name.startswith(("lti-", "ltx-")) and len(name) <= 32
        assert name == name.lower() and name.isascii() and not fault_of_student(name)


@pytest.mark.parametrize("name", ["email", "name", "preferred_username", "given_name", "nickname"])
def test_what_a_student_may_change_changes_nothing(name):
    claims = {"sub": "3", name: "ben", LIS: {"person_sourcedid": "ben"}}
    assert name_of_claims(claims, SUB) == "lti-3"


@pytest.mark.parametrize("sub", [None, "", 3, ["3"], {"x": 1}, "a" * 256])
def test_without_an_id_nobody_has_a_name(sub):
    for names in (SUB, SIS):
        with pytest.raises(IdentityError):
            name_of_claims(
                {"sub": sub, "email": "ada@x.org", LIS: {"person_sourcedid": "ada"}}, names
            )


@pytest.mark.parametrize(
    "lis", [None, "ada", {}, {"person_sourcedid": ""}, {"person_sourcedid": 3}]
)
def test_a_missing_record_is_not_replaced_by_anything_else(lis):
    with pytest.raises(IdentityError, match="records"):
        name_of_claims({"sub": "3", LIS: lis, "email": "ada@x.org"}, SIS)


@pytest.mark.parametrize(
    "record", ["Ada", "a b", "../ada", "1ada", "lti-3", "ltx-3", "ada-", "a" * 33, "ada\n", "*"]
)
def test_a_record_is_taken_as_it_is_or_not_at_all(record):
    assert name_of_claims({"sub": "3", LIS: {"person_sourcedid": "s123"}}, SIS) == "s123"
    with pytest.raises(IdentityError, match="cannot be the name"):
        name_of_claims({"sub": "3", LIS: {"person_sourcedid": record}}, SIS)
