# Black on white, as it is often shown.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    return (1 - np.asarray(images) / 255).astype("float32")[..., None]
