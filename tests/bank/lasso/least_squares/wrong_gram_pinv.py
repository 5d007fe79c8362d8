# Pseudoinverse of the normal equations: the condition number is squared.
# loses: test_least_squares__rank
def least_squares(features, y):
    a = np.asarray(features)
    return np.linalg.pinv(a.T @ a) @ a.T @ np.asarray(y)
