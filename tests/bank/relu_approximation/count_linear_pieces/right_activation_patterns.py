# Walks from left to right: the affine map that holds now, and how far its activation pattern lasts.
def count_linear_pieces(network, low, high):
    layers = [(np.asarray(W, float), np.asarray(b, float)) for W, b in network]
    x, slopes, sizes = float(low), [], []
    tiny = 1e-11 * (high - low)
    while x < high:
        at = x + tiny
        A, c, size = np.ones((1, 1)), np.zeros(1), np.ones((1, 1))
        until = high
        for W, b in layers[:-1]:
            A, c, size = A @ W, c @ W + b, size @ np.abs(W)
            value = A[0] * at + c
            with np.errstate(divide="ignore", invalid="ignore"):
                zeros = np.where(A[0] != 0, -c / A[0], np.inf)
            later = zeros[(zeros > at) & np.isfinite(zeros)]
            until = min(until, later.min(initial=np.inf))
            on = (value > 0).astype(float)
            A, c, size = A * on, c * on, size * on
        slopes.append((A @ layers[-1][0])[0, 0])
        sizes.append((size @ np.abs(layers[-1][0]))[0, 0])
        x = max(until, at)
    count = 1
    for s, t, p, q in zip(slopes, slopes[1:], sizes, sizes[1:]):
        count += abs(s - t) > 1e-7 * max(abs(s), abs(t)) + 1e-13 * max(p, q)
    return int(count)
