# Moves away from 0.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.asarray(z)
    return np.where(np.abs(z) > threshold, z + np.sign(z) * threshold, 0)
