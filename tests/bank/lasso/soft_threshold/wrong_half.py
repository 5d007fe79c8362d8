# The threshold is halved.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    return np.sign(z) * np.maximum(np.abs(z) - threshold / 2, 0)
