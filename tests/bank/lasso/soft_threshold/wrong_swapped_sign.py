# The branches are swapped for negative entries.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.asarray(z, dtype=float)
    return np.where(z > threshold, z - threshold, np.where(z < -threshold, z - threshold, 0))
