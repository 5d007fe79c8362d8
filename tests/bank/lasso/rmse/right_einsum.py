# einsum, a 0-dimensional array comes back.
def rmse(features, y, coefficients):
    residual = np.einsum("ij,j->i", features, coefficients) - y
    return np.asarray(np.sqrt(np.einsum("i,i->", residual, residual) / len(residual)))
