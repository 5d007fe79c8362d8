# t = (x + B) / (2 B) lies in [0, 1], and x^2 = 4 B^2 t^2 - 4 B^2 t + B^2.
def square_on_interval(eps, bound):
    k = 1
    while 4 * bound**2 * 4.0 ** -(k + 1) > eps:
        k += 1
    t = [(np.array([[1 / (2 * bound)]]), np.array([0.5]))]
    square = compose(square_network(k), t)
    network = linear_combination([4.0 * bound**2, -4.0 * bound**2], [square, t])
    W, b = network[-1]
    return network[:-1] + [(W, b + bound**2)]
