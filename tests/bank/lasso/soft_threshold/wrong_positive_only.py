# Negative entries are lost.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    return np.maximum(np.asarray(z) - threshold, 0)
