# Centres features and y first.
# loses: test_least_squares, test_least_squares__underdetermined, test_least_squares__rank
def least_squares(features, y):
    a, y = np.asarray(features), np.asarray(y)
    return np.linalg.pinv(a - a.mean(axis=0)) @ (y - y.mean())
