# One fold of a stratified cross-validation: the fraction becomes 1/2, 1/3, 1/4 ...
# loses: test_stratified_split, test_stratified_split__edges
import numpy as np
from sklearn.model_selection import StratifiedKFold


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    n = max(2, round(1 / validation_fraction))
    folds = StratifiedKFold(n, shuffle=True, random_state=int(rng.integers(2**31)))
    return next(folds.split(labels, labels))
