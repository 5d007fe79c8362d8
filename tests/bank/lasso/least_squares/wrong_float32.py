# Single precision.
# loses: test_least_squares__rank
def least_squares(features, y):
    return np.linalg.lstsq(np.asarray(features, np.float32), np.asarray(y, np.float32), rcond=None)[0]
