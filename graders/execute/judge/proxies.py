"""Proxies in the judge for objects that stay in the student's process.

Runs in the judge's process. A proxy can be called, turned into an array or a number, measured,
iterated over and asked for a short list of attributes and methods that bring plain data. It has no
truth value, no comparison and no arithmetic: a predicate that is computed on the student's side can
lie.
"""

import copy
import operator
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from graders.execute.wire.arguments import CLAIMS, resolve
from graders.execute.wire.encoding import Reference

METHODS = """
    predict predict_on_batch evaluate get_weights set_weights count_params get_config
"""
# Asked for once, and as often as a test asks.
LASTING = "history epoch name built units input_shape output_shape layers"
CHANGING = "weights trainable_weights non_trainable_weights variables trainable_variables"

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

    def __new__(cls, *args: Any, kind: str = "function", **kwargs: Any) -> "Proxy":
        """Return an object of a class with the name of the student's, as messages name it."""
        name = kind if kind.isprintable() else "object"
        return super().__new__(type(name, (cls,), {"__module__": "__main__"}))

    def __init__(
        self,
        ask: Ask,
        target: str | int,
        *,
        kind: str = "function",
        claim: str = "",
        origin: str = "",
    ):
        self._ask = ask
        named = f"`{target}` is" if isinstance(target, str) else "got"
        self._origin = origin or f"{named} a `{kind}`"
        self._target = target
        self._kind = kind
        self._claim = claim
        self._answers: dict[str, Any] = {}

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        # So that `isinstance(model, keras.Model)` holds when the student's process says so.
        keras = sys.modules.get("keras")
        if keras is None or self._claim not in CLAIMS:
            return type(self)
        return operator.attrgetter(self._claim.removeprefix("keras."))(keras)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name in METHODS.split():
            return lambda *args, **kwargs: self._ask("method", self, args, kwargs, name)
        if name in LASTING.split():
            if name not in self._answers:
                self._answers[name] = self._ask("get", self, (), {}, name)
            return copy.deepcopy(self._answers[name])
        if name in CHANGING.split():
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


def revive(value: Any, ask: Ask, origin: str = "", make: Callable[..., Proxy] = Proxy) -> Any:
    """Put proxies in the place of references in a decoded value."""
    if isinstance(value, Reference):
        return make(ask, value.token, kind=value.kind, claim=value.claim, origin=origin)
    if type(value) in (list, tuple, set):
        return type(value)(revive(part, ask, origin, make) for part in value)
    if type(value) is dict:
        return {key: revive(part, ask, origin, make) for key, part in value.items()}
    return value
