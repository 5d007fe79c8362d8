# The middle one of z − t, 0 and z + t.
def soft_threshold(z, threshold):
    z = np.asarray(z, dtype=np.float64)
    return np.median(np.stack([z - threshold, np.zeros_like(z), z + threshold]), axis=0)
