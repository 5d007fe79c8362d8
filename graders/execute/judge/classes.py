"""Classes that students are asked to write: their objects answer with attributes and methods.

Runs in the judge's process. Such an object stays in the student's process, and what is asked of it
is what the author's own class has: other names are refused, as for any proxy. Comparisons with
plain data are, too: a student may put an object in the place of a number that calls itself equal to
everything.
"""

from collections.abc import Callable
from typing import Any

from graders.execute.judge.proxies import Proxy, ProxyError

OPERATORS = """
    add radd sub rsub mul rmul truediv rtruediv floordiv mod pow matmul neg abs getitem
"""
COMPARISONS = "eq ne lt le gt ge"


class ClassProxy(Proxy):
    """A class of the student's, an object of it, or what that returned and is no plain data.

    Attributes
    ----------
    _names : frozenset of str
        The attributes, methods and operators of the author's classes.
    _is_made : bool
        Whether it was made by calling the class.
    """

    _names: frozenset[str] = frozenset()
    _is_made = False

    def _special(self, name: str, *args: Any) -> Any:
        if name not in self._names:
            raise ProxyError(f"{self._origin}, which is not asked for `{name}` when it is graded")
        return self._ask("method", self, args, {}, name)

    def __getattr__(self, name: str) -> Any:
        if name not in self._names or name.startswith("__"):
            raise AttributeError(
                f"{self._origin}, which is not asked for `{name}` when it is graded"
            )
        return self._ask("get", self, (), {}, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_"):
            raise ProxyError(f"`{name}` cannot be given a value when it is graded")
        super().__setattr__(name, value)

    def __instancecheck__(self, instance: Any) -> bool:
        if not isinstance(instance, Proxy):
            return False
        return self._ask("method", self, (instance,), {}, "__instancecheck__") is True

    def __contains__(self, item: Any) -> bool:
        if not self._is_made:
            raise ProxyError(f"{self._origin}, which is not asked what it holds")
        return self._special("__contains__", item) is True

    def __repr__(self) -> str:
        return self._text("__repr__")

    def __str__(self) -> str:
        return self._text("__str__") if "__str__" in self._names else self._text("__repr__")

    def _text(self, name: str) -> str:
        said = self._special(name) if name in self._names else None
        return said if isinstance(said, str) else super().__repr__()

    __hash__ = object.__hash__
    __array_ufunc__ = None  # type: ignore[assignment]  # `array + object` is the object's to answer


def _operator(name: str) -> Callable[..., Any]:
    return lambda self, *others: self._special(name, *others)


def _comparison(name: str) -> Callable[..., bool]:
    def compare(self: ClassProxy, other: object) -> bool:
        if not isinstance(other, ClassProxy):
            raise ProxyError(f"{self._origin} where plain data was expected")
        if name not in self._names and name in ("__eq__", "__ne__"):
            return (self._target == other._target) == (name == "__eq__")
        return self._special(name, other) is True

    return compare


for _name in OPERATORS.split():
    setattr(ClassProxy, f"__{_name}__", _operator(f"__{_name}__"))
for _name in COMPARISONS.split():
    setattr(ClassProxy, f"__{_name}__", _comparison(f"__{_name}__"))


def maker(names: frozenset[str], *, is_made: bool) -> Callable[..., ClassProxy]:
    """Return what makes such proxies, in the place of `Proxy`."""

    def make(*args: Any, **kwargs: Any) -> ClassProxy:
        made = ClassProxy(*args, **kwargs)
        made._names, made._is_made = names, is_made
        return made

    return make
