# The interpolant lies above x²: lowered by half of its error, so half a level less. Tuples of lists' arrays.
import numpy as np


class _LayerBuilder:
    def __init__(self, n_in):
        self.n_in, self.columns, self.biases = n_in, [], []

    def unit(self, weights, bias=0.0):
        column = np.zeros(self.n_in)
        for index, value in weights.items():
            column[index] += value
        self.columns.append(column)
        self.biases.append(bias)
        return len(self.biases) - 1

    def done(self):
        return np.array(self.columns).T, np.array(self.biases, dtype=float)


def explicit_network(d, sigma, t_max, low, high, eps):
    c, r = (low + high) / 2, (high - low) / 2
    levels = 1
    while d * r**2 * 4.0 ** -(levels + 1) / 2 > eps:
        levels += 1
    rate = np.linalg.norm(sigma) ** 2

    layer = _LayerBuilder(d + 1)
    time = layer.unit({0: 1.0})
    linear = layer.unit({i: 1.0 for i in range(1, d + 1)}, -d * float(low))
    sides = [
        (layer.unit({i: 1 / r}, -c / r), layer.unit({i: -1 / r}, c / r)) for i in range(1, d + 1)
    ]
    network = [layer.done()]

    layer = _LayerBuilder(len(network[-1][1]))
    kept = [layer.unit({time: 1.0}), layer.unit({linear: 1.0})]
    units = [
        tuple(layer.unit({p: 1.0, q: 1.0}, bias) for bias in (0.0, -0.5, 0.0)) for p, q in sides
    ]
    network.append(layer.done())
    for s in range(1, levels):
        layer = _LayerBuilder(len(network[-1][1]))
        kept = [layer.unit({index: 1.0}) for index in kept]
        new = []
        for u, v, rest in units:
            tooth = {u: 2.0, v: -4.0}
            less = {rest: 1.0, u: -2.0 / 4**s, v: 4.0 / 4**s}
            new.append((layer.unit(tooth), layer.unit(tooth, -0.5), layer.unit(less)))
        units = new
        network.append(layer.done())

    # x² = r² u² + 2 c x - c², Σ x = v + d low
    layer = _LayerBuilder(len(network[-1][1]))
    weights = {kept[0]: rate, kept[1]: 2.0 * c}
    for u, v, rest in units:
        weights |= {rest: r**2, u: -2.0 * r**2 / 4**levels, v: 4.0 * r**2 / 4**levels}
    middle = d * r**2 * 4.0 ** -(levels + 1) / 2
    layer.unit(weights, 2.0 * c * d * low - d * c**2 - middle)
    return [*network, layer.done()]
