# Hard thresholding: keeps what is above, unchanged.
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.asarray(z)
    return np.where(np.abs(z) > threshold, z, 0)
