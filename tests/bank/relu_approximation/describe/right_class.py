# A helper class with properties, as data.
class Facts:
    def __init__(self, network):
        self.parts = [np.asarray(part, dtype=float) for pair in network for part in pair]
        self.depth = len(self.parts) // 2

    @property
    def width(self):
        return max(n for part in self.parts for n in part.shape)

    @property
    def magnitude(self):
        return max(np.linalg.norm(part.ravel(), np.inf) for part in self.parts)

    @property
    def n_parameters(self):
        return sum(part.size for part in self.parts)

    @property
    def connectivity(self):
        return sum(np.count_nonzero(part) for part in self.parts)


def describe(network):
    facts = Facts(network)
    return {key: getattr(facts, key) for key in ("depth", "width", "magnitude", "n_parameters", "connectivity")}
