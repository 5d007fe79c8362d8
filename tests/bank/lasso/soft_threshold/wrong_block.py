# Shrinks the whole array by its norm (group LASSO).
# loses: test_soft_threshold, test_soft_threshold__shapes
def soft_threshold(z, threshold):
    z = np.asarray(z, dtype=float)
    norm = np.linalg.norm(z)
    return z * max(1 - threshold / norm, 0) if norm > 0 else z * 0
