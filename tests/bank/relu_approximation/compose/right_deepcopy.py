# Copies everything first, then changes the copies in place.
import copy


def compose(outer, inner):
    first, second = copy.deepcopy(list(inner)), copy.deepcopy(list(outer))
    V, a = first.pop()
    W, b = second.pop(0)
    return first + [(np.einsum("ij,jk->ik", V, W), np.einsum("j,jk->k", a, W) + b)] + second
