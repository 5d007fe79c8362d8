# x y = (x^2 + y^2 - (x - y)^2) / 2, and a constant where it is accurate enough.
def multiply(eps, bound):
    if eps >= bound**2:
        return [(np.zeros((2, 1)), np.zeros(1))]
    parts = [
        compose(square_on_interval(eps / 2, reach), [(np.array(ends)[:, None], np.zeros(1))])
        for ends, reach in [((1.0, 0.0), bound), ((0.0, 1.0), bound), ((1.0, -1.0), 2 * bound)]
    ]
    return linear_combination((0.5, 0.5, -0.5), parts)
