# There are 256 values, but the largest is 255.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    return (np.asarray(images) / 256).astype("float32")[..., None]
