# Converts and reshapes, but does not divide.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    return np.asarray(images).astype("float32")[..., None]
