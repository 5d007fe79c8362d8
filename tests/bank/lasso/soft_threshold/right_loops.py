# One entry after the other over a flat copy, then the shape again.
def soft_threshold(z, threshold):
    z = np.asarray(z)
    flat = []
    for value in z.ravel():
        if value > threshold:
            flat.append(value - threshold)
        elif value < -threshold:
            flat.append(value + threshold)
        else:
            flat.append(0.0)
    return np.array(flat, dtype=float).reshape(z.shape)
