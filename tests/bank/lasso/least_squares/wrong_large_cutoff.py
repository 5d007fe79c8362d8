# Singular values below a thousandth of the largest are dropped.
# loses: test_least_squares__rank
def least_squares(features, y):
    return np.linalg.lstsq(features, y, rcond=1e-3)[0]
