# Returns a column (N, 1).
# loses: test_least_squares, test_least_squares__underdetermined, test_least_squares__rank
def least_squares(features, y):
    return np.linalg.lstsq(features, np.reshape(y, (-1, 1)), rcond=None)[0]
