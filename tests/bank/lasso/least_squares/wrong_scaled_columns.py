# Normalises the columns, solves, and scales back: least norm in the wrong scale.
# loses: test_least_squares__underdetermined, test_least_squares__rank
def least_squares(features, y):
    a = np.asarray(features, dtype=float)
    size = np.linalg.norm(a, axis=0)
    size[size == 0] = 1
    return np.linalg.lstsq(a / size, y, rcond=1e-12)[0] / size
