# Interpolates with one hidden layer: the size is a power of 1 / eps.
# loses: test_polynomial__size
def polynomial(coefficients, eps, bound=1.0):
    a = np.asarray(coefficients, dtype=float)
    curvature = np.polyval(np.abs(np.polyder(a, 2)), bound) if a.size > 2 else 0.0
    n = int(np.ceil(bound * np.sqrt(curvature / (2 * eps)))) + 1
    nodes = np.linspace(-bound, bound, n + 1)
    slopes = np.diff(np.polyval(a, nodes)) / np.diff(nodes)
    changes = np.diff(slopes, prepend=0.0)
    return [(np.ones((1, n)), -nodes[:-1]), (changes[:, None], np.array([np.polyval(a, -bound)]))]
