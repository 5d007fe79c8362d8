# With u = x + B, v = y + B >= 0: xy = uv - B u - B v + B^2, and uv from the squares of u, v and u + v.
def multiply(eps, bound):
    B = float(bound)
    share = 2 * eps / 3
    u, v, w = ([(np.array(c)[:, None], np.array([d]))] for c, d in [([1.0, 0.0], B), ([0.0, 1.0], B), ([1.0, 1.0], 2 * B)])
    squares = [compose(square_on_interval(share, 2 * B), u), compose(square_on_interval(share, 2 * B), v), compose(square_on_interval(share, 4 * B), w)]
    network = linear_combination([-0.5, -0.5, 0.5, -B, -B], squares + [u, v])
    W, b = network[-1]
    return network[:-1] + [(W, b + B**2)]
