# Divides by the largest pixel that it sees.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    images = np.asarray(images).astype("float32")
    return images[..., None] / images.max()
