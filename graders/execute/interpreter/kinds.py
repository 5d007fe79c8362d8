"""Says what an object is: in words, for the student, and as a claim, for a test.

Runs in the student's process. Words are found for what is nothing plain ("a pandas DataFrame of
shape (4, 2)"). Exercises that build on a function that returns such a thing may fail with what its
own tests let pass: a NumPy matrix, a tensor, a list in the place of an array.
"""

import sys
import types
from operator import attrgetter
from typing import Any

import numpy as np

from graders.execute.wire.arguments import CLAIMS

LIBRARIES = {
    "jax": "JAX",
    "jaxlib": "JAX",
    "keras": "Keras",
    "matplotlib": "Matplotlib",
    "numpy": "NumPy",
    "pandas": "pandas",
    "scipy": "SciPy",
    "sklearn": "scikit-learn",
    "tensorflow": "TensorFlow",
    "torch": "PyTorch",
}
NAMES = {"EagerTensor": "tensor", "Tensor": "tensor", "ResourceVariable": "variable"}
ARRAYS = {
    "M": "an array of dates",
    "O": "an object array",
    "S": "an array of bytes",
    "U": "an array of text",
    "m": "an array of times",
}
MAX_PARTS = 1000
MAX_DEPTH = 8

_NUMBER = bool | int | float | complex | np.generic
_CALLABLE = type | types.FunctionType | types.MethodType  # which some exercises ask for
_PLAIN = _NUMBER | str | bytes | set | frozenset | None | _CALLABLE


def claim(value: Any) -> str:
    """Say what an object is an instance of, from a short list; the judge takes it as a claim."""
    keras = sys.modules.get("keras")
    if keras is not None:
        for name in CLAIMS:
            if isinstance(value, attrgetter(name.removeprefix("keras."))(keras)):
                return name
    return ""


def unusual(value: Any, depth: int = 0) -> str:
    """Say what a value is; nothing for numbers, ordinary arrays, and what holds them or text.

    Nor for models and for objects of the student's own classes. A list of numbers is unusual: where
    a function returns many of them, an array is asked for. So is text, where it is all that a
    function returns.
    """
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, dict | list | tuple):
        return _container(value, depth)
    if isinstance(value, str) and not depth:  # "2.5", which passes for a number here and there
        return "text"
    if isinstance(value, _PLAIN):
        return ""
    module = str(getattr(type(value), "__module__", ""))
    return "" if module == "__main__" or claim(value) else _object(value, module)


def _array(array: np.ndarray) -> str:
    if isinstance(array, np.ma.MaskedArray):
        words = "a masked array"
    elif isinstance(array, np.matrix):
        words = "a NumPy matrix"
    elif array.dtype.names is not None:
        words = "a structured array"
    elif array.dtype.kind in ARRAYS:
        words = ARRAYS[array.dtype.kind]
    elif array.dtype.kind in "fc" and array.dtype.char not in "fdFD":
        words = "an array of half or of extended precision"
    else:
        words = "" if type(array) is np.ndarray else _with_article(type(array).__name__)
    return words and f"{words} of shape {array.shape}"


def _container(value: Any, depth: int) -> str:
    if depth >= MAX_DEPTH:
        return ""
    parts = list(value.values() if isinstance(value, dict) else value)[:MAX_PARTS]
    kind = "dict" if isinstance(value, dict) else "list" if isinstance(value, list) else "tuple"
    if kind != "dict" and parts and all(isinstance(part, _NUMBER) for part in parts):
        return f"a {kind} of numbers"
    inner = next(filter(None, (unusual(part, depth + 1) for part in parts)), "")
    return f"a {kind} that holds {inner}" if inner else ""


def _object(value: Any, module: str) -> str:
    name = type(value).__name__
    library = LIBRARIES.get(module.partition(".")[0])
    if library is None:  # Python's array.array is not what is called an array here
        return "an array.array" if module == "array" else _with_article(name)
    shape = getattr(value, "shape", None)
    words = f"a {library} {NAMES.get(name, name)}"
    return words if shape is None else f"{words} of shape {tuple(shape)}"


def _with_article(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
