# Forgets the conversion to float32.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    return np.asarray(images)[..., None] / 255.0
