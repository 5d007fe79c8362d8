# First a list of functions, then all of them one after another.
from functools import reduce


def realize(network, x, activation=relu):
    steps = [lambda z, W=W, b=b: np.dot(z, W) + b for W, b in network]
    chain = [steps[0]]
    for step in steps[1:]:
        chain += [activation, step]
    return reduce(lambda z, f: f(z), chain, x)
