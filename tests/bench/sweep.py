"""The degree sweep of the LASSO assignment, ours beside the way of the original workshop notebook.

The original fills each matrix of cosines entry by entry in Python loops and fits scikit-learn's
``ElasticNet``; ours is the reference solution of the assignment. Beside them, for the LASSO alone,
scikit-learn's coordinate descent on matrices that are there, as precise as ours and without its
checks. All on one thread, as a class is graded.
"""

import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet, lasso_path
from threadpoolctl import threadpool_limits

from graders.notebook.exercises import exercises_of
from tests.bank.solutions import instructor_notebook

DEGREES = range(1, 200)
ALPHA = 0.05


def original(x_train, y_train, x_val, y_val, l1_ratio: float) -> float:
    """Return the seconds of one sweep the original way."""

    def matrix(x, n):
        phi = np.zeros((len(x), n))
        for i in range(len(x)):
            for j in range(n):
                phi[i, j] = np.cos(np.pi * j * x[i] / 20)
        return phi

    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for n in DEGREES:
            phi, phi_val = matrix(x_train, n), matrix(x_val, n)
            model = ElasticNet(alpha=ALPHA, l1_ratio=l1_ratio, fit_intercept=False)
            model.fit(phi, y_train)
            np.sqrt(np.mean((y_train - model.predict(phi)) ** 2))
            np.sqrt(np.mean((y_val - model.predict(phi_val)) ** 2))
    return time.perf_counter() - started


def coordinate_descent(features, y) -> float:
    """Return the seconds that scikit-learn takes for the LASSO with 1, 2, ... columns."""
    started = time.perf_counter()
    for n in DEGREES:
        matrix = np.asfortranarray(features[:, :n])
        lasso_path(matrix, y, alphas=[ALPHA], tol=1e-12, max_iter=20000, check_input=False)
    return time.perf_counter() - started


@threadpool_limits.wrap(limits=1)
def run() -> None:
    """Print the seconds of the three sweeps both ways, and the ratio."""
    ours: dict = {"np": np}
    for exercise in exercises_of(instructor_notebook("lasso")):
        if not exercise.written:
            exec(exercise.solution.source, ours)
    rng = np.random.default_rng(0)
    truth = np.zeros(12)
    truth[[1, 4, 11]] = 1.0, -0.7, 0.5
    data = [
        *ours["generate_data"](60, truth, 0.2, rng=rng),
        *ours["generate_data"](400, truth, 0.2, rng=rng),
    ]
    estimators = {
        "least squares": (ours["least_squares"], 0.0),
        "ridge": (lambda phi, y: ours["ridge"](phi, y, ALPHA), 0.0),
        "LASSO": (lambda phi, y: ours["lasso"](phi, y, ALPHA), 1.0),
    }
    print("Degree sweep, 199 degrees, 60 training and 400 validation samples:")
    sums = np.zeros(2)
    for name, (estimator, l1_ratio) in estimators.items():
        started = time.perf_counter()
        ours["degree_sweep"](estimator, *data, DEGREES)
        mine = time.perf_counter() - started
        theirs = original(*data, l1_ratio)
        sums += mine, theirs
        print(f"  {name:<14} ours {mine:6.2f} s   original {theirs:6.2f} s")
    print(f"  all three      ours {sums[0]:6.2f} s   ratio {sums[1] / sums[0]:.1f}")
    features = ours["cosine_features"](data[0], max(DEGREES))
    print(f"  LASSO, scikit-learn's descent {coordinate_descent(features, data[1]):6.2f} s")
