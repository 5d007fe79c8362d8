# Exact rational arithmetic on pieces (start, slope, value at start) of each unit.
from fractions import Fraction


def count_linear_pieces(network, low, high):
    ends = [Fraction(float(low)), Fraction(float(high))]
    values = [[p] for p in ends]  # the layer's values at each breakpoint
    for number, (W, b) in enumerate(network):
        W = [[Fraction(float(w)) for w in row] for row in np.asarray(W)]
        b = [Fraction(float(v)) for v in np.asarray(b)]
        values = [
            [sum((v[i] * W[i][j] for i in range(len(W)) if W[i][j]), b[j]) for j in range(len(b))]
            for v in values
        ]
        if number == len(network) - 1:
            break
        new_ends, new_values = [ends[0]], [values[0]]
        for p, q, u, v in zip(ends, ends[1:], values, values[1:]):
            crossings = sorted({s / (s - t) for s, t in zip(u, v) if s * t < 0})
            for part in crossings:
                new_ends.append(p + part * (q - p))
                new_values.append([s + part * (t - s) for s, t in zip(u, v)])
            new_ends.append(q)
            new_values.append(v)
        ends = new_ends
        values = [[max(s, Fraction(0)) for s in v] for v in new_values]
    slopes = [
        float((v[0] - u[0]) / (q - p))
        for p, q, u, v in zip(ends, ends[1:], values, values[1:])
        if q - p > 1e-9 * (high - low)
    ]
    return 1 + sum(abs(s - t) > 1e-7 * max(abs(s), abs(t)) for s, t in zip(slopes, slopes[1:]))
