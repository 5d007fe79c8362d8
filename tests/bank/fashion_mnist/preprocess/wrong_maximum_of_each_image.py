# Stretches each image to its own maximum.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    images = np.asarray(images).astype("float32")
    return (images / np.maximum(images.max(axis=(1, 2), keepdims=True), 1))[..., None]
