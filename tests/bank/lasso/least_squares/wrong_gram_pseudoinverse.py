# The pseudoinverse of the normal equations: small singular values are squared and then lost.
# loses: test_least_squares__rank
def least_squares(features, y):
    A = np.asarray(features, dtype=float)
    return np.linalg.pinv(A.T @ A) @ (A.T @ np.asarray(y, dtype=float))
