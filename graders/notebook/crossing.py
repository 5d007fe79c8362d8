"""The kinds of objects that cross only where the author of a notebook works with them."""

import re
from collections.abc import Iterable

PANDAS, SPARSE, MASKED, POLYNOMIALS = "pandas", "sparse", "masked", "polynomials"
DATES, OBJECTS, RECORDS, BYTES = "dates", "objects", "records", "bytes"

_WORDS = {
    PANDAS: r"\bpandas\b",
    SPARSE: r"\bscipy\.sparse\b|\bfrom scipy import [\w, ]*\bsparse\b",
    MASKED: r"\b(np|numpy)\.ma\b|\bfrom numpy import [\w, ]*\bma\b",
    POLYNOMIALS: r"\bpoly1d\b|\b(np|numpy)\.polynomial\b",
    DATES: r"\bdatetime64\b|\btimedelta64\b|\bpandas\b",
    OBJECTS: r"\bdtype ?= ?(object|['\"]O)|\bastype\((object|['\"]O)|\bpandas\b",
    RECORDS: r"\bdtype ?[=(] ?\[\(|\brecarray\b|\bgenfromtxt\b|\bfromrecords\b",
    BYTES: r"\bnp\.bytes_|['\"]\|?S\d|\bnp\.array\(\[b['\"]",
}


def data_class(name: str) -> str:
    """Return the kind of the objects of a data class that a solution defines."""
    return f"data class {name}"


def kinds_in(sources: Iterable[str]) -> list[str]:
    """Return the kinds that an author's cells speak of.

    >>> kinds_in(["import pandas as pd"])
    ['dates', 'objects', 'pandas']
    """
    source = "\n".join(sources)
    return sorted(kind for kind, words in _WORDS.items() if re.search(words, source))
