# Scales the columns to unit length in place; undoes it in the solution only.
# loses: test_least_squares, test_least_squares__underdetermined, test_least_squares__rank
def least_squares(features, y):
    features = np.asarray(features, dtype=float)
    scale = np.linalg.norm(features, 2)
    features /= scale
    return np.linalg.lstsq(features, y, rcond=1e-12)[0] / scale
