# The sign is not put back.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    return np.maximum(np.abs(z) - threshold, 0)
