# The result has the type of z, so integers cut it.
# loses: test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.asarray(z)
    out = np.zeros_like(z)
    out[z > threshold] = z[z > threshold] - threshold
    out[z < -threshold] = z[z < -threshold] + threshold
    return out
