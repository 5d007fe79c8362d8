"""Proxies in the judge for objects that stay in the student's process.

Runs in the judge's process. A proxy can be called, turned into an array or a number, measured,
iterated over and asked for a short list of attributes and methods that bring plain data. It has no
truth value, no comparison and no arithmetic: a predicate that is computed on the student's side can
lie.
"""

import copy
import inspect
import operator
import sys
import types
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from graders.execute.wire.arguments import CLAIMS, GENERATOR, ITERATOR, resolve
from graders.execute.wire.encoding import Reference

METHODS = """
    predict predict_on_batch evaluate get_weights set_weights count_params get_config
"""
# Asked for once, and as often as a test asks.
LASTING = "history epoch name built units input_shape output_shape layers"
CHANGING = "weights trainable_weights non_trainable_weights variables trainable_variables"
# Of a function.
ABOUT = "__name__ __defaults__ __annotations__"
# Of a figure: its parts, which answer with what they show.
PARTS = "lines patches axes texts collections images containers legend_ xaxis yaxis title figure"
# The parts of an iterator that are asked for together, which grow; and of how many nobody asks.
BATCH, MAX_BATCH, MAX_BROUGHT = 16, 1000, 100_000

Ask = Callable[..., Any]
_DATA = bool | int | float | complex | str | bytes | list | tuple | dict | set | frozenset | None
_DATA |= np.ndarray | np.generic


class ProxyError(TypeError):
    """A test did with a proxy what only plain data allows; the student's result is the cause."""


def _refuse(self: "Proxy", *_: Any) -> NoReturn:
    if isinstance(self._target, str):
        self._ask("value", self, (), {})  # raises if it is not defined
    if isinstance(self._target, str) and self._kind == "function":
        raise ProxyError(f"`{self._target}` is a `{self._kind}`: it has to be called")
    raise ProxyError(f"{self._origin} where a number or an array of numbers was expected")


class Proxy:
    """An object of the student's.

    Parameters
    ----------
    ask : callable
        ``ask(op, handle, args, kwargs, attribute)`` puts a question to the student's process.
    target : str or int
        The name in the student's notebook or the token that the student's process knows it by.
    kind, claim : str
        As in `graders.execute.wire.encoding.Reference`.
    origin : str
        Where it is from, for messages: "`f(…)` returned a generator".
    """

    def __new__(
        cls, *args: Any, kind: str = "function", is_callable: bool = True, **kwargs: Any
    ) -> "Proxy":
        """Return an object of a class with the name of the student's, as messages name it."""
        name = kind if kind.isprintable() else "object"
        has: dict[str, Any] = {"__module__": "__main__", "__doc__": _asked("__doc__")}
        if is_callable:
            has["__call__"] = cls._call
            has |= {asked: _asked(asked) for asked in ABOUT.split()}
            has["__signature__"] = property(_signature)
        return super().__new__(type(name, (cls,), has))

    def __init__(
        self,
        ask: Ask,
        target: str | int,
        *,
        kind: str = "function",
        claim: str = "",
        origin: str = "",
        is_callable: bool = True,
    ):
        self._ask = ask
        named = f"`{target}` is" if isinstance(target, str) else "got"
        self._origin = origin or f"{named} a `{kind}`"
        self._target = target
        self._kind = kind
        self._claim = claim
        self._is_callable = is_callable
        self._answers: dict[str, Any] = {}

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        # So that `isinstance(model, keras.Model)` holds when the student's process says so.
        keras = sys.modules.get("keras")
        if keras is None or self._claim not in CLAIMS:
            return type(self)
        return operator.attrgetter(self._claim.removeprefix("keras."))(keras)

    def _call(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name in METHODS.split() or (name.startswith("get_") and name.isidentifier()):
            return lambda *args, **kwargs: self._ask("method", self, args, kwargs, name)
        if name in LASTING.split():
            if name not in self._answers:
                self._answers[name] = self._ask("get", self, (), {}, name)
            return copy.deepcopy(self._answers[name])
        if name in CHANGING.split() or name in PARTS.split() or _is_fitted(name):
            return self._ask("get", self, (), {}, name)
        raise AttributeError(f"{self._origin}, which is not asked for `{name}` when it is graded")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        array = self._array()
        if array is None:
            _refuse(self)
        return array.astype(dtype or array.dtype)  # a copy

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        # What NumPy computes, it computes here, from the data.
        arrays = [np.asarray(x) if isinstance(x, Proxy) else x for x in inputs]
        return getattr(ufunc, method)(*arrays, **kwargs)

    def __float__(self) -> float:
        array = self._array()
        return self._once("float", float) if array is None else float(array)

    def __index__(self) -> int:
        array = self._array()
        return self._once("index", int) if array is None else operator.index(array)

    __int__ = __index__

    def __len__(self) -> int:
        array = self._array()
        return self._once("length", int) if array is None else len(array)

    def __iter__(self) -> Any:
        array = self._array()
        return iter(list(self._once("iterate", list)) if array is None else array.copy())

    def __getitem__(self, key: Any) -> Any:
        array = self._array()
        return self._ask("item", self, (key,), {}) if array is None else array.copy()[key]

    def _array(self) -> np.ndarray | None:
        """Return the object as an array, the same one at every question; None if it is none.

        Everything else that counts as its data is derived from it, lest an object be another one
        for each question of a test.
        """
        if "array" not in self._answers:
            try:
                answer = self._ask("array", self, (), {})
            except Exception:
                answer = None
            self._answers["array"] = answer if isinstance(answer, np.ndarray) else None
        return self._answers["array"]

    def _once(self, op: str, kind: type) -> Any:
        if op not in self._answers:
            try:
                self._answers[op] = self._ask(op, self, (), {})
            except TypeError:  # it is none
                self._answers[op] = None
        answer = self._answers[op]
        return answer if type(answer) is kind else _refuse(self)

    def __enter__(self) -> Any:
        return self._ask("method", self, (), {}, "__enter__")

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        return self._ask("method", self, (kind, error, None), {}, "__exit__") is True

    def __repr__(self) -> str:
        return f"<{self._target if isinstance(self._target, str) else self._kind}>"

    def __reduce__(self) -> tuple:
        # Among the arguments of a call it is the object itself again, in the student's process.
        return resolve, (self._target,)

    def __copy__(self) -> "Proxy":
        return self

    def __deepcopy__(self, memo: dict) -> "Proxy":
        return self

    def __eq__(self, other: object) -> bool:
        # With what is no data, such as NumPy's mark for an argument that is not given.
        return _refuse(self) if isinstance(other, _DATA | Proxy) else False

    __hash__ = object.__hash__
    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = __complex__ = _refuse
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = _refuse
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _refuse
    __matmul__ = __rmatmul__ = __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = _refuse
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = _refuse


class IteratorProxy(Proxy):
    """An iterator of the student's, such as a generator: what it brings is brought once."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._waiting: list[Any] = []
        self._brought = 0
        self._ended = False

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return types.GeneratorType if self._claim == GENERATOR else type(self)

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        if not self._waiting and not self._ended:
            self._fetch()
        if not self._waiting:
            raise StopIteration
        return self._waiting.pop(0)

    def _fetch(self) -> None:
        # One by one at first: a test may look at what an iterator does between two of its parts.
        number = 1 if self._brought < BATCH else min(self._brought, MAX_BATCH)
        if self._brought >= MAX_BROUGHT:
            raise ProxyError(f"{self._origin} that brought more than {MAX_BROUGHT} values")
        answer = self._ask("next", self, (number,), {})
        if type(answer) is not tuple or [type(part) for part in answer] != [list, bool]:
            raise ProxyError(f"{self._origin} that cannot be read")
        self._waiting, self._ended = list(answer[0]), answer[1] or not answer[0]
        self._brought += len(self._waiting)

    def _array(self) -> None:
        return None

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return _refuse(self)


def _is_fitted(name: str) -> bool:
    """Whether an attribute is what scikit-learn's models have found: ``coef_``."""
    return name.endswith("_") and not name.startswith("_")


def _asked(name: str) -> property:
    return property(lambda self: self._ask("get", self, (), {}, name))


def _signature(proxy: Proxy) -> inspect.Signature:
    """Return the parameters of a function, as the student's process names them."""
    answer = proxy._ask("signature", proxy, (), {})
    try:
        parameters = [
            inspect.Parameter(name, _KINDS[kind], default=(*default, _EMPTY)[0])
            for name, kind, default in answer
        ]
        return inspect.Signature(parameters)
    except (TypeError, ValueError, IndexError):
        raise ProxyError(f"{proxy._origin}, whose parameters cannot be read") from None


_EMPTY = inspect.Parameter.empty
# In the order of their numbers.
_KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)


def revive(value: Any, ask: Ask, origin: str = "", make: Callable[..., Proxy] = Proxy) -> Any:
    """Put proxies in the place of references in a decoded value."""
    if isinstance(value, Reference):
        if value.claim in (ITERATOR, GENERATOR) and make is Proxy:
            make = IteratorProxy
        return make(
            ask,
            value.token,
            kind=value.kind,
            claim=value.claim,
            origin=origin,
            is_callable=value.callable,
        )
    if type(value) in (list, tuple, set):
        return type(value)(revive(part, ask, origin, make) for part in value)
    if type(value) is dict:
        return {key: revive(part, ask, origin, make) for key, part in value.items()}
    return value
