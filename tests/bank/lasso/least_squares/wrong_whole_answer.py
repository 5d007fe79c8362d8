# Returns all that lstsq returns.
# loses: test_least_squares, test_least_squares__underdetermined, test_least_squares__rank
def least_squares(features, y):
    return np.linalg.lstsq(features, y, rcond=None)
