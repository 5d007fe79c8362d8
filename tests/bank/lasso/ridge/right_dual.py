# The dual (kernel) form, a system with one unknown for each sample.
def ridge(features, y, alpha):
    a = np.array(features, dtype=float)
    kernel = a @ a.T
    kernel[np.diag_indices_from(kernel)] += len(a) * alpha
    return a.T @ np.linalg.solve(kernel, y)
