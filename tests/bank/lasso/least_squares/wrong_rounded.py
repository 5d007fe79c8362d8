# Small coefficients are set to 0.
# loses: test_least_squares__rank, test_least_squares__underdetermined
def least_squares(features, y):
    c = np.linalg.lstsq(np.asarray(features, dtype=float), np.asarray(y, dtype=float), rcond=1e-12)[0]
    return np.where(np.abs(c) < 1e-2, 0.0, c)
