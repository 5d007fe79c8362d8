# Takes the background off, in the array that was passed.
# loses: test_preprocess
import numpy as np


def preprocess(images):
    images = np.asarray(images)
    images -= images.min()
    return (images / 255).astype("float32")[..., None]
