# What is cut off is clip(z, −t, t).
def soft_threshold(z, threshold):
    z = np.asarray(z)
    return z - np.clip(z, -threshold, threshold)
