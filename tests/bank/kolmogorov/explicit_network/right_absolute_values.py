# Around the middle: |x − c| from two units, the tent by absolute values, one running sum for all coordinates.
import math

import numpy as np


def explicit_network(d, sigma, t_max, low, high, eps):
    middle, radius = (low + high) / 2, (high - low) / 2
    k = max(1, math.ceil(math.log2(d * radius**2 / eps) / 2 - 1))
    rate = float((np.asarray(sigma) ** 2).sum())

    # u = |x - c| / r; u² = u - Σ_j g_j(u) / 4^j and g = 1 - |2 u - 1| again and again.
    # The running sum S = rate t + Σ_i (x_i² - r² u_i² + ...) is kept positive by a shift.
    shift = d * (max(abs(low), abs(high)) ** 2 + 2 * abs(middle) * radius + 3 * radius**2) + 1.0
    layers = []
    W = np.zeros((1 + d, 2 * d + 1))
    b = np.zeros(2 * d + 1)
    for i in range(d):
        W[1 + i, 2 * i], b[2 * i] = 1 / radius, -middle / radius
        W[1 + i, 2 * i + 1], b[2 * i + 1] = -1 / radius, middle / radius
    W[0, -1] = rate
    W[1:, -1] = 2 * middle
    b[-1] = shift - d * middle**2
    layers.append((W, b))
    # after the first layer: u = p + q, from then on g = 1 - p - q with p + q = |2 g - 1|
    sign, constant = 1.0, 0.0
    for level in range(k):
        weight = radius**2 if level == 0 else -(radius**2) / 4**level
        W = np.zeros((2 * d + 1, 2 * d + 1))
        b = np.zeros(2 * d + 1)
        for i in range(d):
            pair = [2 * i, 2 * i + 1]
            W[pair, 2 * i], b[2 * i] = 2 * sign, 2 * constant - 1
            W[pair, 2 * i + 1], b[2 * i + 1] = -2 * sign, 1 - 2 * constant
            W[pair, -1] = weight * sign
        W[-1, -1] = 1.0
        b[-1] = d * weight * constant
        layers.append((W, b))
        sign, constant = -1.0, 1.0
    weight = -(radius**2) / 4**k
    W = np.full((2 * d + 1, 1), weight * sign)
    W[-1] = 1.0
    layers.append((W, np.array([d * weight * constant - shift])))
    return layers
