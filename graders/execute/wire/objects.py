"""Objects of libraries that cross as data: tables, fractions, dates, sparse matrices and the like.

The student's process takes them apart into plain data, the judge makes them anew of its own
classes: nothing that is sent can run. Those that compare leniently (a masked array ignores what is
masked, a table skips what is missing) cross only in a notebook whose author works with them, so
that nobody can put one in the place of an array; see
`graders.notebook.crossing`.
"""

import collections
import dataclasses
import datetime
import decimal
import fractions
import functools
import importlib
import pathlib
import re
import sys
import types
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from graders.execute.wire import tables
from graders.notebook.crossing import (
    BYTES,
    DATES,
    MASKED,
    OBJECTS,
    PANDAS,
    POLYNOMIALS,
    RECORDS,
    SPARSE,
    data_class,
)

Parts = tuple[str, tuple]
_TYPES = {
    kind.__name__: kind
    for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, type)
}
_SERIES = "Polynomial", "Chebyshev", "Legendre", "Hermite", "HermiteE", "Laguerre"
_VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}
_MAX_ROWS = 2**24  # of a sparse matrix, whose zeros take no room when they are sent
_MAX_TEXT = 10_000
# Of a data class, which its objects depend on.
_PARAMETERS = "eq", "order", "frozen"
_FIELDS = "__dataclass_fields__"


def apart(value: Any, kinds: Collection[str] = ()) -> Parts | None:
    """Take an object apart; None for what stays where it is, or is plain data.

    Parameters
    ----------
    kinds : collection of str
        What the author's notebook works with, and the classes that it defines.
    """
    cls = type(value)
    if isinstance(value, np.ndarray | np.generic):
        return _array_apart(value, kinds)
    if PANDAS in kinds and (parts := tables.apart(value)):
        return parts
    if isinstance(value, tuple):
        return _tuple_apart(value)
    for kind, take in _APART.items():
        if cls is kind:
            return take(value)
    if isinstance(value, pathlib.PurePath):
        return "Path", (str(value),)
    if isinstance(value, type):
        name: str = value.__name__
        return ("type", (name,)) if _TYPES.get(name) is value else None
    return _of_a_library(value, kinds) or _of_the_authors(value, kinds)


def together(kind: str, parts: Any, classes: Mapping[str, type] | None = None) -> Any:
    """Make an object of its parts, which a hostile process may have made up.

    Parameters
    ----------
    classes : mapping, optional
        The author's classes, by name.

    Raises
    ------
    ValueError
        Whatever is wrong with them.
    """
    if type(parts) is not tuple:
        raise ValueError("no parts")
    try:
        if kind in _OF_CLASSES:
            return _OF_CLASSES[kind](classes or {}, *parts)
        if kind in tables.TOGETHER:
            return tables.TOGETHER[kind](*parts)
        return _TOGETHER[kind](*parts)
    except Exception as error:
        raise ValueError(f"not the parts of a {kind[:40]}: {type(error).__name__}") from None


def _array_apart(value: np.ndarray | np.generic, kinds: Collection[str]) -> Parts | None:
    code, names = value.dtype.kind, value.dtype.names
    if isinstance(value, np.ma.MaskedArray):
        if MASKED not in kinds or code not in "biufc":
            return None
        mask = np.ma.getmaskarray(value)
        return "masked", (np.asarray(value.data), mask, np.asarray(value.fill_value))
    if code in "Mm" and DATES in kinds:
        return "dates", (value.dtype.str, np.asarray(value).view("i8"), value.shape)
    if code == "S" and BYTES in kinds:
        return "bytes", (value.dtype.itemsize, value.tobytes(), value.shape)
    if code == "V" and names and RECORDS in kinds:
        records: Any = value
        return "records", (value.shape, tuple((name, records[name]) for name in names))
    if code == "O" and OBJECTS in kinds:
        return "objects", (value.shape, list(np.asarray(value).ravel()))
    return None


def _tuple_apart(value: tuple) -> Parts | None:
    """Take a named tuple apart, SciPy's with further attributes included."""
    fields = getattr(value, "_fields", None)
    if type(fields) is not tuple or len(fields) != len(value):
        return None
    more = {name: getattr(value, name) for name in getattr(value, "_extra_fields", ())}
    return "named", (type(value).__name__, fields, tuple(tuple.__iter__(value)), more)


def _of_a_library(value: Any, kinds: Collection[str]) -> Parts | None:
    cls = type(value)
    module = str(getattr(cls, "__module__", ""))
    if module.startswith("scipy."):
        sparse = sys.modules.get("scipy.sparse")
        if SPARSE in kinds and sparse is not None and sparse.issparse(value):
            coo = value.tocoo()
            array = isinstance(value, sparse.sparray)
            return "sparse", (value.format, array, value.shape, coo.data, coo.row, coo.col)
        if isinstance(value, dict) and "OptimizeResult" in (base.__name__ for base in cls.__mro__):
            return "result", (dict(value),)
    if POLYNOMIALS in kinds:
        if isinstance(value, np.poly1d):
            return "poly1d", (value.coeffs, value.variable)
        if cls.__name__ in _SERIES and isinstance(value, getattr(np.polynomial, cls.__name__)):
            return "series", (cls.__name__, value.coef, value.domain, value.window)
    return None


def _of_the_authors(value: Any, kinds: Collection[str]) -> Parts | None:
    """Take an object apart whose class the author's cells define, or a solution as a data class."""
    for cls in type(value).__mro__:
        if cls.__module__ != "__main__" or not hasattr(value, "__dict__"):
            continue
        if cls.__name__ in kinds:
            return "object", (cls.__name__, dict(vars(value)))
        if data_class(cls.__name__) in kinds and dataclasses.is_dataclass(cls):
            parameters = getattr(cls, "__dataclass_params__", None)
            made = tuple(bool(getattr(parameters, name, False)) for name in _PARAMETERS)
            return "data", (cls.__name__, dict(vars(value)), made)
    return None


def _datetime_apart(value: datetime.datetime) -> Parts | None:
    offset = _offset(value.tzinfo)
    if offset is None and value.tzinfo is not None:
        return None
    return "datetime", (value.replace(tzinfo=None).isoformat(), value.fold, offset)


def _time_apart(value: datetime.time) -> Parts | None:
    return None if value.tzinfo is not None else ("time", (value.isoformat(),))


def _offset(zone: datetime.tzinfo | None) -> float | None:
    if type(zone) is not datetime.timezone:
        return None
    return zone.utcoffset(None).total_seconds()


def _factory(value: collections.defaultdict) -> Parts | None:
    made: Any = value.default_factory
    if made is not None and made not in _TYPES.values():
        return None
    return "defaultdict", (made and made.__name__, dict(value))


def _match_apart(value: re.Match) -> Parts:
    whole = value.re.pattern, value.re.flags, value.string, value.span()
    return "match", whole


_APART: dict[type, Callable[[Any], Parts | None]] = {
    fractions.Fraction: lambda v: ("Fraction", (v.numerator, v.denominator)),
    decimal.Decimal: lambda v: ("Decimal", (str(v),)),
    datetime.datetime: _datetime_apart,
    datetime.date: lambda v: ("date", (v.isoformat(),)),
    datetime.time: _time_apart,
    datetime.timedelta: lambda v: ("timedelta", (v.days, v.seconds, v.microseconds)),
    datetime.timezone: lambda v: ("timezone", (_offset(v),)),
    frozenset: lambda v: ("frozenset", tuple(v)),
    collections.Counter: lambda v: ("Counter", (dict(v),)),
    collections.OrderedDict: lambda v: ("OrderedDict", (tuple(v.items()),)),
    collections.defaultdict: _factory,
    collections.deque: lambda v: ("deque", (list(v), v.maxlen)),
    range: lambda v: ("range", (v.start, v.stop, v.step)),
    slice: lambda v: ("slice", (v.start, v.stop, v.step)),
    type(...): lambda v: ("Ellipsis", ()),
    re.Pattern: lambda v: ("pattern", (v.pattern, v.flags)),
    re.Match: _match_apart,
    types.SimpleNamespace: lambda v: ("namespace", (vars(v),)),
    **{
        view: (lambda v, kind=kind: ("view", (kind, tuple(v))))  # type: ignore[misc]
        for view, kind in _VIEWS.items()
    },
}


def _masked(data: Any, mask: Any, fill: Any) -> Any:
    return np.ma.MaskedArray(data, mask=mask, fill_value=fill[()])


def _dates(dtype: str, data: np.ndarray, shape: tuple) -> Any:
    if not re.fullmatch(r"[<>=|]?[Mm]8(\[\w{1,6}\])?", dtype) or data.dtype != "i8":
        raise ValueError("no dates")
    array = data.view(np.dtype(dtype)).reshape(shape)
    return array if shape else array[()]


def _bytes(size: int, data: bytes, shape: tuple) -> Any:
    array = np.frombuffer(data, f"S{int(size)}").reshape(shape).copy()
    return array if shape else array[()]


def _records(shape: tuple, fields: tuple) -> Any:
    columns = [(name, np.asarray(column)) for name, column in fields]
    layout = [(name, c.dtype, c.shape[len(shape) :]) for name, c in columns]
    array = np.empty(shape, np.dtype(layout))
    for name, column in columns:
        array[name] = column
    return array if shape else array[()]


def _objects(shape: tuple, parts: list) -> np.ndarray:
    array = np.empty(len(parts), object)
    for place, part in enumerate(parts):
        array[place] = part
    return array.reshape(shape)


def _sparse(form: str, is_array: bool, shape: tuple, data: Any, row: Any, column: Any) -> Any:
    sparse: Any = importlib.import_module("scipy.sparse")
    if len(shape) != 2 or sum(shape) > _MAX_ROWS:
        raise ValueError("a sparse matrix of too many rows")
    make = sparse.coo_array if is_array else sparse.coo_matrix
    return make((data, (row, column)), shape=shape).asformat(form)


def _poly1d(coefficients: np.ndarray, variable: str) -> np.poly1d:
    return np.poly1d(coefficients, variable=_text(variable))


def _series(name: str, coef: Any, domain: Any, window: Any) -> Any:
    return {one: getattr(np.polynomial, one) for one in _SERIES}[name](coef, domain, window)


def _result(parts: dict) -> Any:
    return importlib.import_module("scipy.optimize").OptimizeResult(parts)


def _datetime(text: str, fold: int, offset: float | None) -> datetime.datetime:
    zone = None if offset is None else datetime.timezone(datetime.timedelta(seconds=offset))
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def _defaultdict(name: str | None, has: dict) -> collections.defaultdict:
    factory: Any = None if name is None else _TYPES[name]
    return collections.defaultdict(factory, has)


def _match(pattern: Any, flags: int, text: Any, span: tuple) -> re.Match:
    compiled = re.compile(pattern, flags)
    for found in (compiled.match(text, span[0]), compiled.match(text, *span)):
        if found is not None and found.span() == span:
            return found
    raise ValueError("no match")


def _view(kind: str, parts: tuple) -> Any:
    if kind == "values":
        return dict(enumerate(parts)).values()
    return dict.fromkeys(parts).keys() if kind == "keys" else dict(parts).items()


def _text(text: str) -> str:
    if type(text) is not str or len(text) > _MAX_TEXT:
        raise ValueError("no text")
    return text


_TOGETHER: dict[str, Callable[..., Any]] = {
    "Fraction": fractions.Fraction,
    "Decimal": lambda text: decimal.Decimal(_text(text)),
    "datetime": _datetime,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": datetime.timedelta,
    "timezone": lambda seconds: datetime.timezone(datetime.timedelta(seconds=seconds)),
    "frozenset": lambda *parts: frozenset(parts),
    "Counter": lambda parts: collections.Counter(dict(parts)),
    "OrderedDict": collections.OrderedDict,
    "defaultdict": _defaultdict,
    "deque": collections.deque,
    "range": range,
    "slice": slice,
    "Ellipsis": lambda: ...,
    "pattern": re.compile,
    "match": _match,
    "namespace": lambda has: types.SimpleNamespace(**has),
    "view": _view,
    "Path": lambda text: pathlib.Path(_text(text)),
    "type": lambda name: _TYPES[name],
    "masked": _masked,
    "dates": _dates,
    "bytes": _bytes,
    "records": _records,
    "objects": _objects,
    "sparse": _sparse,
    "poly1d": _poly1d,
    "series": _series,
    "result": _result,
}


@functools.lru_cache(100)
def _named_class(name: str, fields: tuple[str, ...], more: tuple[str, ...]) -> type:
    make: Any = collections.namedtuple
    cls: Any = make(name, fields)
    if more:  # what SciPy's have beside their parts
        cls = type(name, (cls,), {})
    cls.of_student = True
    return cls


@functools.lru_cache(100)
def _data_class(name: str, fields: tuple[str, ...], made: tuple[bool, ...]) -> type:
    parameters: Any = dict(zip(_PARAMETERS, made, strict=True))
    cls: Any = dataclasses.make_dataclass(name, fields, **parameters)
    cls.of_student = True
    return cls


def _named(
    classes: Mapping[str, type], name: str, fields: tuple, values: tuple, more: dict
) -> tuple:
    cls = classes.get(name)
    if cls is None or getattr(cls, "_fields", None) != fields:
        cls = _named_class(name, fields, tuple(more))
    made: Any = cls(*values)
    for key, value in more.items():
        setattr(made, key, value)
    return made


def _data(name: str, has: dict, made: tuple) -> Any:
    return _data_class(name, tuple(has), made)(*has.values())


def _object(classes: Mapping[str, type], name: str, has: dict) -> Any:
    cls = classes[name]
    needed = [field.name for field in dataclasses.fields(cls)] if hasattr(cls, _FIELDS) else []
    if not set(needed) <= set(has):
        raise ValueError("fields are missing")
    new: Any = object.__new__(cls)
    new.__dict__.update(has)
    return new


_TOGETHER["data"] = _data
_OF_CLASSES: dict[str, Callable[..., Any]] = {"named": _named, "object": _object}
