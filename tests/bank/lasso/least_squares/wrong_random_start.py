# A minimiser, but not the shortest: something of the null space is added.
# loses: test_least_squares__rank, test_least_squares__underdetermined
def least_squares(features, y):
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    start = np.ones(A.shape[1])
    return start + np.linalg.lstsq(A, b - A @ start, rcond=1e-12)[0]
