# All powers first (x^2, x^3 = x^2 x, x^4 = (x^2)^2), then one linear combination.
def polynomial(coefficients, eps, bound=1.0):
    a = [float(c) for c in coefficients][::-1]
    x = [(np.ones((1, 1)), np.zeros(1))]
    powers, weights = [], []
    size = sum(abs(c) for c in a[1:]) + 1
    B = max(1.0, float(bound))
    delta = eps / (size * 8 * B**2)
    small = square_on_interval(min(delta, 1.0), bound)
    for n, c in enumerate(a):
        if n == 0 or c == 0:
            continue
        if n == 1:
            network = x
        elif n == 2:
            network = small
        elif n == 3:
            both = compose(parallelize([small, x]), [(np.ones((1, 2)), np.zeros(2))])
            network = compose(multiply(eps / (8 * size), B**2 + 1), both)
        else:
            network = compose(square_on_interval(eps / (8 * size), B**2 + 1), small)
        powers.append(network)
        weights.append(c)
    result = list(linear_combination(weights, powers))
    W, b = result[-1]
    result[-1] = (W, b + a[0])
    return result
