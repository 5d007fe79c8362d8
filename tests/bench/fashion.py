"""The reference network of the assignment on Fashion-MNIST: accuracy against seconds.

Beside it the dense network of the Keras tutorial "Basic classification" (128 hidden units, Adam,
ten epochs), on the same images; both are judged on others. One thread, as kernels run when a class
is graded.
"""

import os
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from graders.notebook.exercises import exercises_of
from tests.bank import images
from tests.bank.solutions import instructor_notebook

SEEDS = (0, 1, 2)
N_TRAIN, N_VALIDATION, N_TEST = 3400, 100, 900


def tutorial(keras: ModuleType) -> tuple[Callable[[], Any], Callable[..., Any]]:
    """Return the tutorial's ways to build and to train a network."""

    def build_model() -> Any:
        layers = keras.layers
        hidden = layers.Dense(128, activation="relu")
        output = layers.Dense(10, activation="softmax")
        return keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), hidden, output])

    def train(model: Any, x: Any, y: Any, x_val: Any, y_val: Any, seed: int) -> Any:
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model.fit(x, y, validation_data=(x_val, y_val), epochs=10, verbose=0)

    return build_model, train


def reference(keras: ModuleType) -> tuple[Callable[[], Any], Callable[..., Any]]:
    """Return the assignment's reference solutions of `build_model` and `train`."""
    space: dict[str, Any] = {"np": np, "keras": keras}
    for exercise in exercises_of(instructor_notebook("fashion_mnist")):
        if exercise.name in ("build_model", "train"):
            exec(exercise.solution.source, space)
    return space["build_model"], space["train"]


def measure(seeds: tuple[int, ...] = SEEDS) -> dict[str, dict[str, Any]]:
    """Train both networks once for each seed, which chooses the images, too.

    Returns
    -------
    dict
        By network: its number of ``parameters``, and a list each of ``accuracy`` on images that it
        has not seen and of ``seconds`` of training.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    data = images.loader()
    ways = {"reference": reference(keras), "dense network": tutorial(keras)}
    found: dict[str, dict[str, Any]] = {name: {"accuracy": [], "seconds": []} for name in ways}
    for seed in seeds:
        (x, y), (x_new, y_new) = data.load(N_TRAIN + N_VALIDATION, N_TEST, seed=seed, quiet=True)
        x, x_new = (part[..., None].astype("float32") / 255 for part in (x, x_new))
        parts = x[:N_TRAIN], y[:N_TRAIN], x[N_TRAIN:], y[N_TRAIN:]
        for name, (build_model, train) in ways.items():
            keras.utils.set_random_seed(seed)
            model = build_model()
            started = time.perf_counter()
            train(model, *parts, seed=seed)
            found[name]["seconds"].append(time.perf_counter() - started)
            guessed = np.argmax(model.predict(x_new, verbose=0), axis=1)
            found[name]["accuracy"].append(float(np.mean(guessed == y_new)))
            found[name]["parameters"] = model.count_params()
    return found


def run() -> None:
    """Print the comparison."""
    kind = "stand-ins" if images.absent("real") else "real"
    if images.absent("real"):
        print(f"{images.ABSENT}; instead:")
    with images.chosen(kind):
        found = measure()
    print(f"Fashion-MNIST ({kind}), {N_TRAIN:,} images to train on, accuracy on {N_TEST} others")
    print(f"{'':<18}{'parameters':>10}   accuracy (seconds of training) for seeds {SEEDS}")
    for name, figures in found.items():
        pairs = zip(figures["accuracy"], figures["seconds"], strict=True)
        shown = "   ".join(f"{accuracy:.3f} ({seconds:.1f} s)" for accuracy, seconds in pairs)
        print(f"  {name:<16}{figures['parameters']:>10,}   {shown}")
