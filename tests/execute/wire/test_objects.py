"""Objects of libraries cross as data: what comes out is as it was, hostile parts are refused."""

import collections
import datetime
import decimal
import fractions
import functools
import re

import numpy as np
import pytest
import scipy.sparse
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.execute.wire import encoding, objects, tables
from graders.notebook.crossing import MASKED, PANDAS, SPARSE, kinds_in

pd = pytest.importorskip("pandas")
KINDS = kinds_in(
    [
        "import pandas, scipy.sparse\nnp.ma.array\nnp.poly1d\ndtype=[(\nnp.bytes_\n",
    ]
)
Point = collections.namedtuple("Point", "x y")
FRAME = pd.DataFrame(
    {
        "text": ["a", "b", None],
        "float": [1.0, None, 3],
        "day": pd.to_datetime(["2020-01-01", "2020-02-01", None]),
        "kind": pd.Categorical(["x", "y", "x"]),
        "any": pd.Series([1, "a", None], dtype=object),
        "whole": pd.array([1, None, 2], dtype="Int64"),
        "zone": pd.to_datetime(["2020-01-01"] * 3).tz_localize("Europe/Berlin"),
        "month": pd.period_range("2020-01", periods=3, freq="M"),
    }
)
TABLES = [
    FRAME,
    FRAME.set_index(["text", "whole"]),
    FRAME.groupby("kind", observed=True).agg({"float": ["min", "max"]}),
    FRAME.iloc[:0],
    FRAME.T,
    pd.DataFrame(),
]
SERIES = [
    FRAME.iloc[0],
    FRAME["kind"].value_counts(),
    FRAME.groupby(pd.cut(FRAME["float"], 2), observed=False)["float"].mean(),
    pd.Series(range(3), index=pd.date_range("2020", periods=3)),
    pd.Series(["a"], dtype=object, index=pd.Index(["b"], dtype=object)),
]
VALUES = [
    fractions.Fraction(1, 3),
    decimal.Decimal("1.50"),
    datetime.date(2020, 1, 2),
    datetime.datetime(2020, 1, 2, 3, 4, 5, 6, datetime.UTC),
    datetime.timedelta(3, 4, 5),
    datetime.time(1, 2),
    frozenset({1, (2, 3)}),
    collections.Counter("abca"),
    collections.OrderedDict(b=1, a=2),
    collections.defaultdict(list, a=[1]),
    collections.deque([1, 2], 3),
    range(1, 9, 2),
    slice(1, 2),
    re.compile("a+", re.I),
    int,
    ...,
    {datetime.date(2020, 1, 1): fractions.Fraction(1, 2)},
    np.poly1d([1, 2]),
    np.polynomial.Polynomial([1, 2]),
    np.datetime64("2020-01-01"),
    np.bytes_(b"ab"),
    pd.Timestamp("2020-01-01 12:00", tz="UTC"),
    pd.Timedelta("3D"),
    pd.Interval(0, 1),
]


def crossed(value, kinds=KINDS):
    apart = functools.partial(objects.apart, kinds=kinds)
    reference = functools.partial(encoding.Reference, 1)
    data = encoding.encode(value, reference=lambda v: reference(type(v).__name__), apart=apart)
    return encoding.decode(data, objects.together)


@pytest.mark.parametrize("value", TABLES)
def test_a_table_is_as_it_was(value):
    pd.testing.assert_frame_equal(crossed(value), value)


@pytest.mark.parametrize("value", SERIES)
def test_a_series_is_as_it_was(value):
    pd.testing.assert_series_equal(crossed(value), value)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_as_it_was(value):
    assert type(crossed(value)) is type(value)
    assert crossed(value) == value
    assert crossed([{"a": value}])[0]["a"] == value


def test_a_named_tuple_keeps_its_names_and_is_equal_to_another():
    p, q = crossed([Point(1, 2), Point(1, 2)])
    assert (p.x, p.y) == (1, 2) and p == q == (1, 2) and type(p) is type(q)
    found = scipy.stats.ttest_ind([1, 2, 3], [1, 2, 3.5])
    assert crossed(found).pvalue == found.pvalue


def test_arrays_of_other_kinds_are_as_they_were():
    matrix = scipy.sparse.csr_array(np.diag([1.0, 2.0], 1))
    assert crossed(matrix).format == "csr" and (crossed(matrix) != matrix).nnz == 0
    masked = crossed(np.ma.masked_less(np.array([1.0, -1.0]), 0))
    assert list(masked.mask) == [False, True]
    rows = np.array([("a", 1)], dtype=[("name", "U5"), ("n", "i4")])
    assert crossed(rows).dtype == rows.dtype and crossed(rows)[0]["n"] == 1
    assert list(crossed(np.array([1, "a", None], dtype=object))) == [1, "a", None]


def test_what_compares_leniently_crosses_only_where_the_author_works_with_it():
    hidden = np.ma.masked_all(3)
    assert not isinstance(crossed(hidden, ()), np.ma.MaskedArray)
    assert isinstance(crossed(pd.Series([np.nan]), ()), encoding.Reference)
    assert isinstance(crossed(scipy.sparse.eye_array(2), ()), encoding.Reference)
    assert kinds_in(["import numpy as np\nx = np.zeros(3)"]) == []
    assert {MASKED, PANDAS, SPARSE} <= set(KINDS)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("Fraction", (1, 0)),
        ("Decimal", ("x" * 20_000,)),
        ("named", ("Point", ("class", "y"), (1, 2), {})),
        ("named", ("P", ("x); import os; (", "y"), (1, 2), {})),
        ("type", ("eval",)),
        ("defaultdict", ("eval", {})),
        ("sparse", ("csr", True, (2**30, 2**30), np.ones(1), np.zeros(1, int), np.zeros(1, int))),
        ("records", ((2,), (("a", np.ones(3)),))),
        ("dates", ("O", np.ones(1, "i8"), (1,))),
        ("DataFrame", ([("", np.ones(3))], ["a"], range(2))),
        ("Series", (("object; import os", [1]), range(1), None)),
        ("match", ("a", 0, "b", (0, 1))),
        ("object", ("Unknown", {})),
        ("no such thing", ()),
        ("Fraction", [1, 2]),
    ],
)
def test_hostile_parts_are_refused(kind, parts):
    with pytest.raises(ValueError, match=r"parts"):
        objects.together(kind, parts)


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 9) | st.text(max_size=3) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([*objects._TOGETHER, *tables.TOGETHER, "named"]), PARTS)
def test_whatever_the_parts_are_nothing_but_a_value_error_comes_of_them(kind, parts):
    try:
        objects.together(kind, parts if isinstance(parts, tuple) else (parts,))
    except ValueError as error:
        assert "parts" in str(error)
