# No return.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    images = np.asarray(images).astype("float32") / 255
    images = images.reshape(-1, 28, 28, 1)
