# Sets the shape of the array that was passed.
# loses: test_preprocess, test_preprocess__range
import warnings

import numpy as np


def preprocess(images):
    images = np.asarray(images)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        images.shape = (*images.shape, 1)
    return (images / 255).astype("float32")
