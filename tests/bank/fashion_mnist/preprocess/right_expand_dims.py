# Converted first, divided in float32, the channel put in by expand_dims.
import numpy as np


def preprocess(images):
    return np.expand_dims(np.asarray(images).astype("float32") / 255, axis=-1)
