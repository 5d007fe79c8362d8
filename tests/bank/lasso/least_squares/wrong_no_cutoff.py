# All singular values are inverted, also those that are only rounding errors.
# loses: test_least_squares__rank
def least_squares(features, y):
    u, s, vt = np.linalg.svd(np.asarray(features), full_matrices=False)
    return vt.T @ ((u.T @ np.asarray(y)) / s)
