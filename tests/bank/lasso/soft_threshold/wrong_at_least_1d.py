# A number comes back as an array of one.
# loses: test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.atleast_1d(np.asarray(z, dtype=float))
    return np.sign(z) * np.maximum(np.abs(z) - threshold, 0)
