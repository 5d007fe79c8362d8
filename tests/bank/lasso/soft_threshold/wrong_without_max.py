# Small entries come out with the other sign instead of 0.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    return np.sign(z) * (np.abs(z) - threshold)
