"""Classes that students are asked to write: their objects answer with attributes and methods.

Runs in the judge's process. Such an object stays in the student's process, and what is asked of it
is what the author's own class has: other names are refused, as for any proxy. Comparisons with
plain data are, too: a student may put an object in the place of a number that calls itself equal to
everything. So is arithmetic with plain data, unless the test has made the object itself.
"""

from collections.abc import Callable
from typing import Any

from graders.execute.judge.proxies import IteratorProxy, Proxy, ProxyError
from graders.execute.wire.arguments import CLAIMS, GENERATOR, ITERATOR

OPERATORS = """
    add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul
    and rand or ror xor rxor lshift rshift neg pos abs invert round
"""
QUESTIONS = "getitem setitem delitem next reversed"
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
        if name in self._names and not name.startswith("__"):
            return self._ask("get", self, (), {}, name)
        try:
            return super().__getattr__(name)
        except AttributeError as error:
            # What the author's class has not, and the student's has, is not denied.
            if not name.startswith("_") and self._has(name):
                raise ProxyError(str(error)) from None
            raise

    def _has(self, name: str) -> bool:
        try:
            self._ask("get", self, (), {}, name)
        except AttributeError:
            return False
        return True

    @property
    def __dict__(self) -> Any:  # type: ignore[override]
        return self._ask("get", self, (), {}, "__dict__")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN:
            super().__setattr__(name, value)
        elif name in self._names:
            self._ask("method", self, (name, value), {}, "__setattr__")
        else:
            raise ProxyError(f"`{name}` cannot be given a value when it is graded")

    def __instancecheck__(self, instance: Any) -> bool:
        if isinstance(instance, Proxy):
            return self._ask("method", self, (instance,), {}, "__instancecheck__") is True
        cls = type(instance)  # made here, of what has crossed as data
        return getattr(cls, "of_student", False) is True and cls.__name__ == self._target

    def __subclasscheck__(self, cls: Any) -> bool:
        if not isinstance(cls, Proxy):
            return False
        return self._ask("method", self, (cls,), {}, "__subclasscheck__") is True

    def __contains__(self, item: Any) -> bool:
        if not self._is_made:
            raise ProxyError(f"{self._origin}, which is not asked what it holds")
        if "__contains__" in self._names:
            return self._special("__contains__", item) is True
        return any(part is item or part == item for part in self)

    # Asked each time: such an object may be another one after each call.

    def __len__(self) -> int:
        length = self._ask("length", self, (), {})
        if type(length) is not int:
            raise ProxyError(f"{self._origin} that has no length")
        return length

    def __iter__(self) -> Any:
        if "__iter__" in self._names and type(self._target) is int:
            return self._special("__iter__")
        return iter(self._ask("iterate", self, (), {}))

    def __bool__(self) -> bool:  # type: ignore[override]
        if not self._is_made:
            raise ProxyError(f"{self._origin} where a truth value was expected")
        # Names are those of all of the author's classes, and this one may not have it.
        try:
            if "__bool__" in self._names:
                return self._special("__bool__") is True
            return len(self) > 0 if "__len__" in self._names else True
        except (AttributeError, TypeError):
            return True

    def __hash__(self) -> int:
        if "__hash__" not in self._names:
            return hash((self._kind, self._target))
        return hash(self._special("__hash__"))

    def __repr__(self) -> str:
        return self._text("__repr__")

    def __str__(self) -> str:
        return self._text("__str__") if "__str__" in self._names else self._text("__repr__")

    def __format__(self, how: str) -> str:
        return str(self._special("__format__", how)) if "__format__" in self._names else str(self)

    def _text(self, name: str) -> str:
        said = self._special(name) if name in self._names else None
        return said if isinstance(said, str) else super().__repr__()


class MadeProxy(ClassProxy):
    """An object that the test has made by calling the class."""

    _is_made = True
    __array_ufunc__ = None  # type: ignore[assignment]  # `array + object` is the object's to answer


_OWN = {"_ask", "_origin", "_target", "_kind", "_claim", "_answers", "_is_callable", "_names"}


def _operator(name: str) -> Callable[..., Any]:
    def operate(self: ClassProxy, *others: Any) -> Any:
        # An object in the place of a number might say that it is close to any other.
        if not self._is_made and not (others and isinstance(others[0], ClassProxy)):
            raise ProxyError(f"{self._origin} where plain data was expected")
        return self._special(name, *others)

    return operate


def _question(name: str) -> Callable[..., Any]:
    return lambda self, *others: self._special(name, *others)


def _comparison(name: str) -> Callable[..., Any]:
    is_equality = name in ("__eq__", "__ne__")

    def compare(self: ClassProxy, other: object) -> Any:
        if is_equality and isinstance(other, type) and issubclass(other, Proxy):
            return (other.__name__ == self._target) == (name == "__eq__")
        both = isinstance(other, ClassProxy)
        if not both and not self._is_made and other is not None:
            raise ProxyError(f"{self._origin} where plain data was expected")
        if name in self._names:
            return self._special(name, other) is True
        if name == "__ne__" and "__eq__" in self._names:
            return self._special("__eq__", other) is not True
        if is_equality:
            same = isinstance(other, ClassProxy) and self._target == other._target
            return same == (name == "__eq__")
        return NotImplemented

    return compare


for _name in OPERATORS.split():
    setattr(ClassProxy, f"__{_name}__", _operator(f"__{_name}__"))
for _name in QUESTIONS.split():
    setattr(ClassProxy, f"__{_name}__", _question(f"__{_name}__"))
for _name in COMPARISONS.split():
    setattr(ClassProxy, f"__{_name}__", _comparison(f"__{_name}__"))


def maker(names: frozenset[str], *, is_made: bool) -> Callable[..., Proxy]:
    """Return what makes such proxies, in the place of `Proxy`."""

    def make(*args: Any, **kwargs: Any) -> Proxy:
        claim = kwargs.get("claim")
        if claim in (ITERATOR, GENERATOR) and "__next__" not in names:
            return IteratorProxy(*args, **kwargs)
        if claim in CLAIMS:
            return Proxy(*args, **kwargs)  # a model
        made = (MadeProxy if is_made else ClassProxy)(*args, **kwargs)
        made._names = names
        return made

    return make
