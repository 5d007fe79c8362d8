# Scales, but leaves out the channel.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    return np.asarray(images).astype("float32") / 255
