# The cut-off 1e-12 is absolute instead of relative to the largest singular value.
# loses: test_least_squares__rank
def least_squares(features, y):
    u, s, vt = np.linalg.svd(np.asarray(features), full_matrices=False)
    inverse = np.array([1 / value if value > 1e-12 else 0 for value in s])
    return vt.T @ (inverse * (u.T @ np.asarray(y)))
