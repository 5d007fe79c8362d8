# Mean 0 and standard deviation 1.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    images = np.asarray(images).astype("float32") / 255
    return ((images - images.mean()) / images.std())[..., None]
