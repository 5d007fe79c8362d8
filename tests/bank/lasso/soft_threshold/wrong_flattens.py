# Right values, but always a vector.
# loses: test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.ravel(z)
    return np.sign(z) * np.maximum(np.abs(z) - threshold, 0)
