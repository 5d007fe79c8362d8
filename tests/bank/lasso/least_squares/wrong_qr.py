# QR without thought of rank: only for m ≥ N and independent columns.
# loses: test_least_squares__underdetermined, test_least_squares__rank
def least_squares(features, y):
    q, r = np.linalg.qr(np.asarray(features))
    return np.linalg.solve(r, q.T @ np.asarray(y))
