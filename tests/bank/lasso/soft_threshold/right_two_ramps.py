# The difference of two ramps.
def soft_threshold(z, threshold):
    z = np.asarray(z)
    return np.maximum(z - threshold, 0) - np.maximum(-z - threshold, 0)
