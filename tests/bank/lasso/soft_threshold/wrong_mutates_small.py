# Writes the zeros into the caller's array, the rest into a new one.
# loses: test_soft_threshold
def soft_threshold(z, threshold):
    z = np.asarray(z, dtype=float)
    z[np.abs(z) <= threshold] = 0
    return z - threshold * np.sign(z)
