# Three cases in nested where.
def soft_threshold(z, threshold):
    z = np.array(z, dtype=float)
    return np.where(z > threshold, z - threshold, np.where(z < -threshold, z + threshold, 0.0))
