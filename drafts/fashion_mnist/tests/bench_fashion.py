"""The reference network of the assignment on Fashion-MNIST: accuracy against seconds.

Beside it the dense network of the Keras tutorial "Basic classification" (128 hidden units, Adam,
ten epochs), on the same 3,500 of the real images; both are judged on 900 others. One thread, as
kernels run when a class is graded.
"""

import importlib.util
import os
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from graders import structure
from tests.bank.solutions import REPOSITORY, instructor_notebook

SEEDS = (0, 1, 2)
IMAGES = REPOSITORY.parent / "shared" / "data"
Trainer = Callable[..., Any]


def loader() -> ModuleType:
    """Import the loader of the assignment."""
    path = REPOSITORY / "source" / "fashion_mnist" / "fashion_data.py"
    spec = importlib.util.spec_from_file_location("fashion_data", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tutorial(keras: ModuleType) -> tuple[Callable[[], Any], Trainer]:
    """Return the tutorial's way to build and to train a network."""

    def build_model() -> Any:
        layers = keras.layers
        hidden = layers.Dense(128, activation="relu")
        output = layers.Dense(10, activation="softmax")
        return keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), hidden, output])

    def train(model: Any, x: Any, y: Any, x_val: Any, y_val: Any, seed: int) -> Any:
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model.fit(x, y, validation_data=(x_val, y_val), epochs=10, verbose=0)

    return build_model, train


def reference(keras: ModuleType) -> tuple[Callable[[], Any], Trainer]:
    """Return the assignment's reference solutions of `build_model` and `train`."""
    space: dict[str, Any] = {"np": np, "keras": keras}
    for exercise in structure.exercises(instructor_notebook("fashion_mnist")):
        if exercise.name in ("build_model", "train"):
            exec(exercise.solution.source, space)
    return space["build_model"], space["train"]


def lines(keras: ModuleType, data: ModuleType) -> Iterator[str]:
    """Yield the lines of the comparison."""
    ways = {"reference": reference(keras), "dense network": tutorial(keras)}
    yield f"{'':<16}{'parameters':>12}   accuracy (seconds of training) for seeds {SEEDS}"
    results: dict[str, list[str]] = {name: [] for name in ways}
    sizes = {}
    for seed in SEEDS:
        (x, y), (x_test, y_test) = data.load(3500, 900, seed=seed)
        x, x_test = (part[..., None].astype("float32") / 255 for part in (x, x_test))
        for name, (build_model, train) in ways.items():
            keras.utils.set_random_seed(seed)
            model = build_model()
            started = time.perf_counter()
            train(model, x[:3300], y[:3300], x[3300:], y[3300:], seed=seed)
            seconds = time.perf_counter() - started
            guessed = np.argmax(model.predict(x_test, verbose=0), axis=1)
            results[name].append(f"{np.mean(guessed == y_test):.3f} ({seconds:.1f} s)")
            sizes[name] = model.count_params()
    for name, parts in results.items():
        yield f"  {name:<14}{sizes[name]:>12,}   {'   '.join(parts)}"


def run() -> None:
    """Print the comparison."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    data = loader()
    if not os.environ.get(data.VARIABLE) and IMAGES.is_dir():
        os.environ[data.VARIABLE] = str(IMAGES)
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    print(f"Classifying {data.source()}, 3,300 to train on and 900 to judge:")
    for line in lines(keras, data):
        print(line)
