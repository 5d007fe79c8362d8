# Identities around each network in turn: right values, depths added.
# loses: test_parallelize, test_parallelize__depths, test_parallelize__many
def parallelize(networks):
    from scipy.linalg import block_diag

    def beside(front, net, back):
        layers = []
        depth = len(net)
        tracks = [identity_network(front, depth)] if front else []
        tracks.append(net)
        tracks += [identity_network(back, depth)] if back else []
        for level in zip(*tracks):
            layers.append((block_diag(*(W for W, _ in level)), np.concatenate([b for _, b in level])))
        return layers

    result = None
    for i, net in enumerate(networks):
        front = sum(len(n[-1][1]) for n in networks[:i])
        back = sum(len(n[0][0]) for n in networks[i + 1 :])
        step = beside(front, net, back)
        result = step if result is None else compose(step, result)
    return result
