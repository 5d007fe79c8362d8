# Works in the caller's array.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.asarray(z, dtype=float)
    small = np.abs(z) <= threshold
    z -= threshold * np.sign(z)
    z[small] = 0
    return z
