"""`solve_heat` of this course beside the seed's recipe: error and time, in one run.

The problem is the seed's: d = 1, sigma = 0.55, t in [0, 2], x in [-1, 1], phi(x) = x^2. So is the
recipe: a million samples, drawn once; two hidden layers of 100 units with the leaky ReLU; Adam as
Keras sets it, the squared loss, and one epoch in batches of 32, which are 31,250 steps. (Its layers
of batch normalisation are commented out in the seed.) Both are measured by the mean absolute error
against the exact solution at the same 10,000 random points; the time includes the drawing of data.
"""

import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from graders.notebook.exercises import exercises_of
from tests.bank.solutions import instructor_notebook

SIGMA, T_MAX, LOW, HIGH = np.array([[0.55]]), 2.0, -1.0, 1.0


def phi(points: np.ndarray) -> np.ndarray:
    """Return |x|^2, row by row."""
    return np.sum(points**2, axis=1, keepdims=True)


def seed_recipe(seed: int = 0) -> Any:
    """Train the seed's network as the seed does, from its description; return the model."""
    import keras

    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    n = 1_000_000
    t, x = rng.uniform(0, T_MAX, (n, 1)), rng.uniform(LOW, HIGH, (n, 1))
    targets = phi(x + np.sqrt(t) * rng.standard_normal((n, 1)) @ SIGMA.T)
    model = keras.Sequential([keras.Input((2,))])
    for _ in range(2):
        model.add(keras.layers.Dense(100))
        model.add(keras.layers.LeakyReLU())
    model.add(keras.layers.Dense(1))
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    inputs = np.hstack([t, x]).astype("float32")
    model.fit(inputs, targets.astype("float32"), epochs=1, batch_size=32, verbose=0)
    return model


def error(model: Any) -> float:
    """Return the mean absolute error at 10,000 random points."""
    rng = np.random.default_rng(1)
    t, x = rng.uniform(0, T_MAX, (10_000, 1)), rng.uniform(LOW, HIGH, (10_000, 1))
    inputs = np.hstack([t, x]).astype("float32")
    exact = phi(x) + t * np.sum(SIGMA**2)
    return float(np.mean(np.abs(model.predict(inputs, batch_size=10_000, verbose=0) - exact)))


def measured(train: Callable[[], Any]) -> tuple[float, float]:
    """Return the error of what `train` returns, and the seconds it took."""
    start = time.perf_counter()
    model = train()
    seconds = time.perf_counter() - start
    return error(model), seconds


def run() -> None:
    """Print the comparison."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    needed = ("brownian_endpoint", "training_batch", "build_model", "solve_heat")
    ours: dict = {"np": np, "keras": keras}
    for exercise in exercises_of(instructor_notebook("kolmogorov")):
        if exercise.name in needed:
            exec(exercise.solution.source, ours)
    # TensorFlow's start belongs to neither.
    starter = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    starter.compile("adam", "mse")
    starter.fit(np.zeros((2, 2)), np.zeros((2, 1)), verbose=0)
    results = {
        "ours: 1,500 steps of 1,024": measured(
            lambda: ours["solve_heat"](1, phi, SIGMA, T_MAX, LOW, HIGH)
        ),
        "seed: 31,250 steps of 32": measured(seed_recipe),
    }
    print("heat equation, d = 1           mean absolute error     seconds")
    for name, (mean_error, seconds) in results.items():
        print(f"  {name:<28}{mean_error:>20.4f}{seconds:>12.1f}")
    (our_error, our_time), (seed_error, seed_time) = results.values()
    print(
        f"  ours over seed: {our_error / seed_error:.2f} of the error "
        f"in {our_time / seed_time:.3f} of the time"
    )
