# Each unit as a list of its values at a common, growing list of breakpoints, unit by unit.
def count_linear_pieces(network, low, high):
    knots = [float(low), float(high)]
    depth = len(network)
    for layer in range(1, depth):
        values = realize(network[:layer], np.array(knots)[:, None])
        extra = []
        for j in range(values.shape[1]):
            for i in range(len(knots) - 1):
                p, q = values[i, j], values[i + 1, j]
                if (p < 0 < q) or (q < 0 < p):
                    extra.append(knots[i] + (knots[i + 1] - knots[i]) * (p / (p - q)))
        merged = sorted(set(knots + extra))
        knots = [merged[0]]
        for t in merged[1:]:
            if t - knots[-1] > 1e-8:
                knots.append(t)
        knots[-1] = float(high)
    k = np.array(knots)
    # Slopes from two points well inside each interval.
    left, right = k[:-1] + 0.25 * np.diff(k), k[:-1] + 0.75 * np.diff(k)
    fl, fr = (realize(network, p[:, None])[:, 0] for p in (left, right))
    s = (fr - fl) / (right - left)
    floor = 1e-14 * (np.max(np.abs(fl)) + np.max(np.abs(fr))) / (right - left)
    count = 1
    for i in range(len(s) - 1):
        if abs(s[i + 1] - s[i]) > 1e-7 * max(abs(s[i]), abs(s[i + 1])) + 8 * max(floor[i], floor[i + 1]):
            count += 1
    return count
