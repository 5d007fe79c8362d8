# The sign as z / |z|: not a number at 0.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.asarray(z, dtype=float)
    return z / np.abs(z) * np.maximum(np.abs(z) - threshold, 0)
