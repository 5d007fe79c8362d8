# Depth first: an interval on which all is affine so far, split at the zeros of the next layer's units.
def count_linear_pieces(network, low, high):
    slopes = []

    def visit(left, right, slope, value, layer):
        # The layer's input on [left, right] is value + slope * (x - left).
        W, b = (np.asarray(part, dtype=float) for part in network[layer])
        slope, value = slope @ W, value @ W + b
        if layer == len(network) - 1:
            slopes.append(slope[0])
            return
        cuts = {left, right}
        for s, v in zip(slope, value):
            if s != 0 and 1e-12 * (right - left) < -v / s < (right - left) * (1 - 1e-12):
                cuts.add(left - v / s)
        cuts = sorted(cuts)
        for p, q in zip(cuts, cuts[1:]):
            if q - p < 1e-10:
                continue
            on = value + slope * ((p + q) / 2 - left) > 0
            visit(p, q, np.where(on, slope, 0), np.where(on, value + slope * (p - left), 0), layer + 1)

    visit(float(low), float(high), np.ones(1), np.array([float(low)]), 0)
    count = 1
    for s, t in zip(slopes, slopes[1:]):
        count += not np.isclose(s, t, rtol=1e-7, atol=1e-11)
    return int(count)
