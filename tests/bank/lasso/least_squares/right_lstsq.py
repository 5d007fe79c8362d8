# NumPy's lstsq with its default cut-off.
def least_squares(features, y):
    solution, _residuals, _rank, _values = np.linalg.lstsq(features, y, rcond=None)
    return solution
