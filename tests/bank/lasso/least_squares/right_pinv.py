# The pseudoinverse with the cut-off of the statement.
def least_squares(features, y):
    return np.linalg.pinv(np.asarray(features), rcond=1e-12) @ np.asarray(y)
