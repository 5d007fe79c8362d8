# The pseudoinverse with NumPy's own cut-off.
def least_squares(features, y):
    return np.linalg.pinv(features) @ y
