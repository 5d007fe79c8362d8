"""What functions return that is no number: tables, dates, named tuples, generators, figures."""

from tests.habits.habit import Habit, answer
from tests.small_course import locked, test_cell

FRAME = """import pandas as pd
df = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1.0, 2.0, 3.0], 'd': pd.to_datetime(
    ['2020-01-01', '2020-02-01', '2021-01-01'])})"""
AXES = """def draw(x):
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(x, x**2, 'r--', label='square')
    left.legend()
    left.set_xlabel('x')
    left.set_xticks([0, 1, 2])
    right.bar(['a', 'b'], [1, 3])
    return fig"""

RESULTS = {
    "tables compared by pandas": Habit(
        [
            locked("data", FRAME),
            answer("total", "def total(df):\n    return df.groupby('k')['v'].sum()"),
            test_cell(
                "summed",
                "index = pd.Index(['a', 'b'], name='k')\n"
                "expected = pd.Series([4.0, 2.0], index=index, name='v')\n"
                "pd.testing.assert_series_equal(total(df), expected)",
            ),
            answer("late", "def late(df):\n    return df[df.v > 1].reset_index(drop=True)"),
            test_cell(
                "chosen",
                "expected = df.iloc[1:].reset_index(drop=True)\n"
                "pd.testing.assert_frame_equal(late(df), expected)\n"
                "assert late(df).shape == (2, 3) and late(df)['d'].max().year == 2021",
            ),
            answer("years", "years = df.groupby(df.d.dt.year).v.count()\ntop = df.iloc[0]"),
            test_cell("counted", "assert years.to_dict() == {2020: 2, 2021: 1}"),
            test_cell("first", "assert top['k'] == 'a' and top.v == 1"),
        ],
        {
            "total": "def total(df):\n    return df.groupby('k')['v'].sum().tolist()",
            "late": "def late(df):\n    return df[df.v > 1]",
            "years": "years = df.groupby(df.d.dt.month).v.count()\ntop = df.iloc[0]",
        },
        {"summed", "chosen", "counted"},
    ),
    "fractions, decimals and dates": Habit(
        [
            answer(
                "exact",
                "from fractions import Fraction\nfrom decimal import Decimal\nimport datetime\n"
                "def half(n):\n    return Fraction(n, 2)\n"
                "def price(x):\n    return Decimal(x).quantize(Decimal('0.01'))\n"
                "def due(day):\n    return day + datetime.timedelta(days=14)",
            ),
            test_cell(
                "fraction",
                "from fractions import Fraction\nassert half(3) == Fraction(3, 2)\n"
                "assert isinstance(half(3), Fraction) and half(3).numerator == 3",
            ),
            test_cell(
                "decimal", "from decimal import Decimal\nassert str(price('1.239')) == '1.24'"
            ),
            test_cell(
                "date",
                "from datetime import date\nassert due(date(2020, 1, 20)) == date(2020, 2, 3)\n"
                "assert due(date(2020, 1, 20)).month == 2",
            ),
        ],
        {
            "exact": "import datetime\ndef half(n):\n    return n / 2\n"
            "def price(x):\n    return round(float(x), 2)\n"
            "def due(day):\n    return day + datetime.timedelta(days=15)"
        },
        {"fraction", "date"},
    ),
    "named tuples and data classes": Habit(
        [
            answer(
                "made",
                "from collections import namedtuple\nfrom dataclasses import dataclass\n"
                "Point = namedtuple('Point', ['x', 'y'])\n"
                "def middle(p, q):\n    return Point((p.x + q.x) / 2, (p.y + q.y) / 2)\n"
                "@dataclass\nclass Stats:\n    mean: float\n    n: int = 0\n"
                "def stats(xs):\n    return Stats(sum(xs) / len(xs), len(xs))",
            ),
            test_cell(
                "tuple",
                "m = middle(Point(0, 0), Point(2, 4))\nassert m.x == 1 and m == Point(1, 2)\n"
                "assert isinstance(m, Point) and Point._fields == ('x', 'y')",
            ),
            test_cell(
                "data",
                "from dataclasses import asdict\nassert stats([1, 3]) == Stats(2.0, 2)\n"
                "assert asdict(stats([1, 3])) == {'mean': 2.0, 'n': 2}\n"
                "assert repr(Stats(1.5, 2)) == 'Stats(mean=1.5, n=2)'",
            ),
        ],
        {
            "made": "from collections import namedtuple\n"
            "Point = namedtuple('Point', ['x', 'y'])\n"
            "def middle(p, q):\n    return ((p.x + q.x) / 2, (p.y + q.y) / 2)\n"
            "class Stats:\n    def __init__(self, mean, n=0):\n"
            "        self.mean, self.n = mean, n\n"
            "def stats(xs):\n    return Stats(sum(xs) / len(xs), len(xs))"
        },
        {"tuple", "data"},
    ),
    "a class that is given": Habit(
        [
            locked(
                "given",
                "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Interval:\n"
                "    lo: float\n    hi: float\n    def width(self):\n"
                "        return self.hi - self.lo",
            ),
            answer(
                "hull",
                "def hull(a, b):\n    assert isinstance(a, Interval)\n"
                "    return Interval(min(a.lo, b.lo), max(a.hi, b.hi))",
            ),
            test_cell("equal", "assert hull(Interval(0, 1), Interval(2, 3)) == Interval(0, 3)"),
            test_cell("width", "assert hull(Interval(0, 5), Interval(2, 3)).width() == 5"),
        ],
        {"hull": "def hull(a, b):\n    return Interval(a.lo, b.hi)"},
        {"width"},
    ),
    "sparse matrices, polynomials, masked and structured arrays": Habit(
        [
            answer(
                "np",
                "import numpy as np\nimport scipy.sparse as sp\n"
                "def laplace(n):\n"
                "    return sp.diags([1.0, -2.0, 1.0], [-1, 0, 1], (n, n), 'csr')\n"
                "def fit(x, y):\n    return np.poly1d(np.polyfit(x, y, 1))\n"
                "def mask(a):\n    return np.ma.masked_less(a, 0)\n"
                "def table():\n"
                "    return np.array([('a', 1)], dtype=[('name', 'U5'), ('n', 'i4')])",
            ),
            test_cell(
                "sparse",
                "import numpy as np\nmatrix = laplace(3)\nassert matrix.nnz == 7\n"
                "assert np.allclose(matrix @ np.ones(3), [-1, 0, -1]) and matrix.format == 'csr'",
            ),
            test_cell(
                "polynomial",
                "p = fit([0, 1, 2], [1, 3, 5])\nassert abs(p(3) - 7) < 1e-9 and p.order == 1",
            ),
            test_cell(
                "masked",
                "import numpy as np\nm = mask(np.array([1.0, -1.0]))\nassert m.count() == 1\n"
                "assert list(m.mask) == [False, True]",
            ),
            test_cell("structured", "assert table()['name'][0] == 'a' and table()[0]['n'] == 1"),
        ],
        {
            "np": "import numpy as np\n"
            "def laplace(n):\n    return -2 * np.eye(n)\n"
            "def fit(x, y):\n    return np.poly1d(np.polyfit(y, x, 1))\n"
            "def mask(a):\n    return np.where(a < 0, np.nan, a)\n"
            "def table():\n    return [('a', 1)]"
        },
        {"sparse", "polynomial", "masked", "structured"},
    ),
    "generators and iterators": Habit(
        [
            answer(
                "lazy",
                "def evens(n):\n    for i in range(0, n, 2):\n        yield i\n"
                "def fib():\n    a, b = 0, 1\n    while True:\n        yield a\n"
                "        a, b = b, a + b\n"
                "def pairs(a, b):\n    return zip(a, b)",
            ),
            test_cell(
                "once",
                "g = evens(3)\nassert next(g) == 0 and list(g) == [2] and list(g) == []\n"
                "try:\n    next(g)\nexcept StopIteration:\n    pass\nelse:\n    assert False",
            ),
            test_cell(
                "endless",
                "from itertools import islice\nassert list(islice(fib(), 30))[29] == 514229",
            ),
            test_cell("zipped", "assert list(pairs([1, 2], 'ab')) == [(1, 'a'), (2, 'b')]"),
        ],
        {
            "lazy": "def evens(n):\n    return list(range(0, n, 2))\n"
            "def fib():\n    return [0, 1, 1, 2, 3, 5, 8]\n"
            "def pairs(a, b):\n    return zip(b, a)"
        },
        {"once", "endless", "zipped"},
    ),
    "counters, deques, ranges and views": Habit(
        [
            answer(
                "kept",
                "from collections import Counter, defaultdict, deque\n"
                "def counted(s):\n    return Counter(s)\n"
                "def group(words):\n    d = defaultdict(list)\n    for w in words:\n"
                "        d[w[0]].append(w)\n    return d\n"
                "def last(n):\n    return deque(range(10), maxlen=n)\n"
                "def names(d):\n    return d.keys()",
            ),
            test_cell("count", "c = counted('abca')\nassert c.most_common(1) == [('a', 2)]"),
            test_cell("group", "d = group(['ab', 'b'])\nassert d['b'] == ['b'] and d['x'] == []"),
            test_cell("last", "assert last(3).maxlen == 3 and last(3)[-1] == 9"),
            test_cell("names", "assert names({'a': 1}) == {'a'}"),
        ],
        {
            "kept": "def counted(s):\n    return {c: s.count(c) for c in s}\n"
            "def group(words):\n    return {w[0]: [w] for w in words}\n"
            "def last(n):\n    return list(range(10))[-n:]\n"
            "def names(d):\n    return list(d)"
        },
        {"count", "group", "last", "names"},
    ),
    "subplots, legends, ticks and bars": Habit(
        [
            locked("imports", "import matplotlib.pyplot as plt\nimport numpy as np"),
            answer("draw", AXES),
            test_cell(
                "curve",
                "ax = draw(np.linspace(0, 2, 5)).axes[0]\nassert ax.get_xlabel() == 'x'\n"
                "assert [t.get_text() for t in ax.get_legend().get_texts()] == ['square']\n"
                "assert np.allclose(ax.lines[0].get_ydata(), np.linspace(0, 2, 5) ** 2)",
            ),
            test_cell("ticks", "assert list(draw(np.ones(2)).axes[0].get_xticks()) == [0, 1, 2]"),
            test_cell(
                "bars",
                "assert [p.get_height() for p in draw(np.ones(2)).axes[1].patches] == [1, 3]",
            ),
        ],
        {"draw": AXES.replace("[1, 3]", "[3, 1]").replace("[0, 1, 2]", "[0, 2]")},
        {"ticks", "bars"},
    ),
}
