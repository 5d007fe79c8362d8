# Networks of different depths fail.
# loses: test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    depth = max(len(n) for n in networks)
    n_out = len(networks[0][-1][1])
    full = [n for n in networks]
    if depth == 1:
        W = sum(a * n[0][0] for a, n in zip(coefficients, full))
        return [(W, sum(a * n[0][1] for a, n in zip(coefficients, full)))]
    result = [(np.hstack([n[0][0] for n in full]), np.hstack([n[0][1] for n in full]))]
    for layer in range(1, depth - 1):
        Ws = [n[layer][0] for n in full]
        block = np.zeros((sum(len(W) for W in Ws), sum(W.shape[1] for W in Ws)))
        i = j = 0
        for W in Ws:
            block[i : i + W.shape[0], j : j + W.shape[1]] = W
            i, j = i + W.shape[0], j + W.shape[1]
        result.append((block, np.hstack([n[layer][1] for n in full])))
    last = np.vstack([a * n[-1][0] for a, n in zip(coefficients, full)])
    return result + [(last, sum(a * n[-1][1] for a, n in zip(coefficients, full)))]
