# A new list, pair by pair.
def compose(outer, inner):
    result = []
    for W, b in inner[:-1]:
        result.append((W.copy(), b.copy()))
    W_merged = np.dot(inner[-1][0], outer[0][0])
    b_merged = np.dot(inner[-1][1], outer[0][0]) + outer[0][1]
    result.append((W_merged, b_merged))
    for W, b in outer[1:]:
        result.append((W.copy(), b.copy()))
    return result
