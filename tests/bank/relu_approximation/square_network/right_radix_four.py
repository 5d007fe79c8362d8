# Two levels of the hat in one layer: four flanks from four units; a last layer of radix 2 when k is odd.
def square_network(k):
    radices = [4] * (k // 2) + [2] * (k % 2)
    network, tooth, rest, reached = [], None, None, 1.0
    for number, r in enumerate(radices):
        kinks = -np.arange(r) / r
        if number == 0:
            network.append((np.ones((1, r)), kinks))
            n, previous = r, np.eye(r)[0]
        else:
            network.append((np.stack([tooth] * r + [rest], axis=1), np.append(kinks, 0.0)))
            n, previous = r + 1, np.eye(r + 1)[r]
        tooth = np.zeros(n)
        tooth[:r] = [r] + [2 * r * (-1.0) ** j for j in range(1, r)]
        lift = np.zeros(n)
        lift[:r] = [1 - 1 / r] + [-2 / r] * (r - 1)
        rest = previous - lift / reached**2
        reached *= r
    return network + [(rest[:, None], np.zeros(1))]
