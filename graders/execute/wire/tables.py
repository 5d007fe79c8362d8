"""Takes pandas' tables, series, indexes and scalars apart into plain data, and makes them of it.

pandas is imported by whoever uses it, and by nobody for this module's sake.
"""

import importlib
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

# Whose values are written as text, or as numbers and None.
_EXTENSIONS = re.compile(r"(str|string(\[\w+\])?|U?Int\d+|Float\d+|boolean|period\[[\w-]+\])")


def apart(value: Any) -> tuple[str, tuple] | None:
    """Take an object of pandas' apart; None for what is none, or has no parts that cross."""
    pd: Any = sys.modules.get("pandas")
    if pd is None:
        return None
    if isinstance(value, pd.DataFrame):
        columns = [_column(value.iloc[:, place]) for place in range(value.shape[1])]
        return "DataFrame", (columns, value.columns, value.index)
    if isinstance(value, pd.Series):
        return "Series", (_column(value), value.index, value.name)
    if isinstance(value, pd.Index):
        return _index_apart(pd, value)
    if value is pd.NaT or value is pd.NA:
        return "missing", ("NaT" if value is pd.NaT else "NA",)
    if isinstance(value, pd.Timestamp):
        return "Timestamp", (value.value, value.unit, value.tz and str(value.tz))
    if isinstance(value, pd.Timedelta):
        return "Timedelta", (value.value, value.unit)
    if isinstance(value, pd.Period):
        return "Period", (str(value), value.freqstr)
    if isinstance(value, pd.Interval):
        return "Interval", (value.left, value.right, value.closed)
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return "Array", (_column(value),)
    return None


def _index_apart(pd: Any, index: Any) -> tuple[str, tuple]:
    if isinstance(index, pd.MultiIndex):
        levels, codes = list(index.levels), [np.asarray(part) for part in index.codes]
        return "MultiIndex", (levels, codes, list(index.names))
    if isinstance(index, pd.RangeIndex):
        return "RangeIndex", (index.start, index.stop, index.step, index.name)
    if isinstance(index, pd.IntervalIndex):
        return "IntervalIndex", (index.left, index.right, index.closed, index.name)
    return "Index", (_column(index), index.name, getattr(index, "freqstr", None))


def _column(values: Any) -> tuple[str, Any]:
    """Return the dtype of a series, an index or an array, and its values as what crosses."""
    dtype = values.dtype
    if isinstance(dtype, np.dtype):
        array = np.asarray(values)
        if dtype.kind in "Mm":
            return dtype.str, array.view("i8")
        return ("object", list(array)) if dtype.kind == "O" else ("", array)
    name = str(dtype)
    array = getattr(values, "array", values)
    if name == "category":
        return name, (array.categories, np.asarray(array.codes), bool(array.ordered))
    if name.startswith("datetime64"):
        unit, zone = dtype.unit, str(dtype.tz)
        return f"zone {unit}", (np.asarray(array.tz_convert("UTC").tz_localize(None)), zone)
    if name.startswith("interval"):
        return "interval", (array.left, array.right, array.closed)
    if name.startswith("period"):
        return name, [None if part is None or part != part else str(part) for part in array]
    return name, [None if gone else part for part, gone in zip(array, array.isna(), strict=True)]


def _values(pd: Any, column: tuple) -> Any:
    """Return the array that `_column` has taken apart."""
    name, values = column
    if name == "":
        return values
    if name == "object":
        array = np.empty(len(values), object)
        for place, part in enumerate(values):
            array[place] = part
        return array
    if re.fullmatch(r"[<>][Mm]8\[\w{1,2}\]", name):
        return values.view(name)
    if name == "category":
        categories, codes, ordered = values
        return pd.Categorical.from_codes(codes, categories=categories, ordered=ordered)
    if name.startswith("zone "):
        unaware, zone = values
        return pd.DatetimeIndex(unaware).tz_localize("UTC").tz_convert(zone).array
    if name == "interval":
        left, right, closed = values
        return pd.arrays.IntervalArray.from_arrays(left, right, closed=closed)
    if not _EXTENSIONS.fullmatch(name):
        raise ValueError("no such column")
    return pd.array(values, dtype=name)


def _dtype(column: tuple) -> type | None:
    return object if column[0] == "object" else None  # lest text in it be made one of text


def _pandas() -> Any:
    return importlib.import_module("pandas")


def _frame(columns: list, names: Any, index: Any) -> Any:
    pd = _pandas()
    series = {place: _series(column, index, None) for place, column in enumerate(columns)}
    frame = pd.DataFrame(series, index=index, columns=range(len(series)))
    frame.columns = names
    return frame


def _series(column: tuple, index: Any, name: Any) -> Any:
    pd = _pandas()
    return pd.Series(_values(pd, column), index=index, name=name, dtype=_dtype(column))


def _index(column: tuple, name: Any, frequency: str | None) -> Any:
    pd = _pandas()
    index = pd.Index(_values(pd, column), name=name, dtype=_dtype(column))
    if frequency is not None and isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
        index.freq = frequency
    return index


def _multi_index(levels: list, codes: list, names: list) -> Any:
    return _pandas().MultiIndex(levels=levels, codes=codes, names=names)


def _range_index(start: int, stop: int, step: int, name: Any) -> Any:
    return _pandas().RangeIndex(start, stop, step, name=name)


def _interval_index(left: Any, right: Any, closed: str, name: Any) -> Any:
    return _pandas().IntervalIndex.from_arrays(left, right, closed=closed, name=name)


def _timestamp(value: int, unit: str, zone: str | None) -> Any:
    pd = _pandas()
    stamp = pd.Timestamp(np.datetime64(value, "ns")).as_unit(unit)
    return stamp if zone is None else stamp.tz_localize("UTC").tz_convert(zone)


def _timedelta(value: int, unit: str) -> Any:
    return _pandas().Timedelta(np.timedelta64(value, "ns")).as_unit(unit)


def _array(column: tuple) -> Any:
    pd = _pandas()
    return pd.array(_values(pd, column))


TOGETHER: dict[str, Callable[..., Any]] = {
    "DataFrame": _frame,
    "Series": _series,
    "Index": _index,
    "MultiIndex": _multi_index,
    "RangeIndex": _range_index,
    "IntervalIndex": _interval_index,
    "Timestamp": _timestamp,
    "Timedelta": _timedelta,
    "Period": lambda text, frequency: _pandas().Period(text, freq=frequency),
    "Interval": lambda left, right, closed: _pandas().Interval(left, right, closed=closed),
    "Array": _array,
    "missing": lambda name: {"NaT": _pandas().NaT, "NA": _pandas().NA}[name],
}
