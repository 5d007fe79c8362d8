"""How the pictures of this assignment are drawn. The notebook passes its own functions in."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

try:
    import ipywidgets as widgets
except ImportError:  # the still pictures are enough
    widgets = None

BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"


def _slide(draw, columns, size, name, kind, **settings):
    """Draw anew, in so many columns, for each value of a slider."""
    if widgets is None:
        return

    def redraw(**value):
        _, axes = plt.subplots(1, columns, figsize=size, layout="constrained")
        draw(axes, value[name])
        plt.show()

    slider = getattr(widgets, kind)(**settings, continuous_update=False)
    widgets.interact(redraw, **{name: slider})


def show_sawtooth(sawtooth, realize, describe):
    """The networks sawtooth(k), with their sizes in the titles."""

    def draw(ax, k):
        x = np.union1d(np.linspace(-0.2, 1.2, 1401), np.arange(2**k + 1) / 2**k)
        facts = describe(sawtooth(k))
        ax.plot(x, realize(sawtooth(k), x[:, None])[:, 0], color=BLUE, lw=1.2)
        ax.set_title(
            f"k = {k}: depth {facts['depth']}, {facts['n_parameters']} parameters", fontsize=9
        )
        ax.set(xlabel="x", ylim=(-0.1, 1.1))

    _, axes = plt.subplots(1, 4, figsize=(13, 2.4), sharey=True, layout="constrained")
    for k, ax in zip([1, 2, 3, 6], axes, strict=True):
        draw(ax, k)
    plt.show()
    _slide(draw, 1, (9, 2.6), "k", "IntSlider", value=3, min=1, max=9)


def draw_blocks(ax, levels):
    """How the square is put together: sawtooths above, interpolants below."""
    t = np.linspace(0, 1, 257)
    tooth, so_far = t, t
    arrow = {"arrowstyle": "-|>", "color": "0.3"}
    for s in range(levels + 1):
        if s > 0:
            ax.axvspan(2 * s - 0.8, 2 * s + 0.75, color="0.94")
            ax.text(2 * s, 2.75, f"level {s}", ha="center", fontsize=9, color="0.4")
            tooth = 1 - np.abs(1 - 2 * tooth)
            so_far = so_far - tooth / 4**s
            for height in (2, 0):
                ax.annotate("", (2 * s - 0.55, height), (2 * s - 1.45, height), arrowprops=arrow)
            ax.annotate("", (2 * s, 0.5), (2 * s, 1.2), arrowprops=arrow)
            ax.text(2 * s - 1.05, 2.12, "$h$", fontsize=12, ha="center")
            ax.text(2 * s + 0.08, 0.85, f"$-h_{s}/{4**s}$", fontsize=11, va="center")
        for height, values, colour, name in [
            (2, tooth, BLUE, f"h_{s}" if s else "x"),
            (0, so_far, ORANGE, f"f_{s}" if s else "f_0 = x"),
        ]:
            ax.add_patch(plt.Rectangle((2 * s - 0.5, height - 0.4), 1, 0.8, fc="white", ec=colour))
            ax.plot(2 * s - 0.5 + t, height - 0.4 + 0.75 * values, color=colour, lw=1.2)
            ax.text(2 * s, height - 0.5, f"${name}$", ha="center", va="top", fontsize=11)
    for height in (2, 0):
        ax.text(2 * levels + 1.2, height, "…", fontsize=16, ha="center", va="center")
    ax.set(xlim=(-0.8, 2 * levels + 1.6), ylim=(-1, 3.1))
    ax.axis("off")


def show_square(square_network, realize):
    """f_k beside x^2, their slopes, and the difference."""

    def draw(axes, k):
        nodes, fine = np.arange(2**k + 1) / 2**k, np.linspace(0, 1, 2049)
        at_nodes, at_fine = (realize(square_network(k), x[:, None])[:, 0] for x in (nodes, fine))
        slopes, name = np.diff(at_nodes) / np.diff(nodes), f"f_{{{k}}}"
        axes[0].plot(fine, fine**2, color="0.6", lw=3, label="$x^2$")
        axes[0].plot(nodes, at_nodes, color=BLUE, lw=1.2, label=f"${name}$")
        axes[1].plot(fine, 2 * fine, color="0.6", lw=3, label="$2x$")
        axes[1].stairs(slopes, nodes, baseline=None, color=BLUE, lw=1.2, label=f"${name}'$")
        axes[2].plot(fine, at_fine - fine**2, color=ORANGE, lw=1, label=f"${name} - x^2$")
        axes[2].axhline(4.0 ** -(k + 1), color="0.6", ls=":", label="$4^{-(k+1)}$")
        for ax, word in zip(axes, ["value", "slope", "error"], strict=True):
            ax.set(xlabel="x", ylabel=word)
            ax.legend(loc="upper left", fontsize=8)
        axes[2].set_ylim(-0.05 * 4.0 ** -(k + 1), 1.6 * 4.0 ** -(k + 1))

    _, rows = plt.subplots(2, 3, figsize=(12, 5.4), layout="constrained")
    for k, axes in zip([1, 3], rows, strict=True):
        draw(axes, k)
    plt.show()
    _slide(draw, 3, (12, 2.8), "k", "IntSlider", value=2, min=1, max=7)


def show_multiply(multiply, square_on_interval, realize, describe, eps=0.2):
    """Levels of x y and of the network, their difference, and what accuracy costs."""
    side = np.linspace(-1, 1, 241)
    x, y = np.meshgrid(side, side)
    values = realize(multiply(eps, 1.0), np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)
    fig, axes = plt.subplots(1, 3, figsize=(13, 3.8), layout="constrained")
    heights = np.arange(-0.8, 0.9, 0.2)
    axes[0].contour(side, side, x * y, heights, colors="0.7", linewidths=3, linestyles="-")
    axes[0].contour(side, side, values, heights, colors=BLUE, linewidths=1.2, linestyles="-")
    axes[0].set(title=f"levels of $xy$ and of the network, ε = {eps:g}", xlabel="x", ylabel="y")
    error = values - x * y
    largest = np.max(np.abs(error))
    image = axes[1].pcolormesh(
        side, side, error, cmap="RdBu_r", vmin=-largest, vmax=largest, rasterized=True
    )
    axes[1].set(title=f"network − $xy$: at most {largest:.3f}", xlabel="x", ylabel="y")
    fig.colorbar(image, ax=axes[1])
    accuracies = 10.0 ** -np.arange(0, 9)
    for build, colour, word in [
        (square_on_interval, BLUE, "square_on_interval"),
        (multiply, ORANGE, "multiply"),
    ]:
        sizes = [describe(build(accuracy, 1.0))["n_parameters"] for accuracy in accuracies]
        axes[2].semilogx(accuracies, sizes, "o-", ms=4, color=colour, label=word)
    axes[2].set(title="parameters, bound 1", xlabel="ε", ylabel="parameters", ylim=(0, None))
    axes[2].invert_xaxis()
    axes[2].legend(fontsize=8)
    plt.show()


def show_polynomial(polynomial, realize, coefficients):
    """A polynomial, its derivative, the network, and both errors against eps."""
    x = np.linspace(-1, 1, 6001)
    true = np.polyval(coefficients, x)

    def values_and_slopes(eps):
        values = realize(polynomial(coefficients, eps), x[:, None])[:, 0]
        return values, np.diff(values) / np.diff(x)

    def draw(axes, eps):
        values, slopes = values_and_slopes(eps)
        axes[0].plot(x, true, color="0.7", lw=3, label="$p$")
        axes[0].plot(x, values, color=BLUE, lw=1.2, label="network")
        derivative = np.polyval(np.polyder(coefficients), x)
        axes[1].plot(x, derivative, color="0.7", lw=3, label="$p'$")
        axes[1].stairs(slopes, x, baseline=None, color=BLUE, lw=1, label="slope of the network")
        for ax, word in zip(axes, ["value", "slope"], strict=False):
            ax.set(xlabel="x", ylabel=word, title=f"ε = {eps:.2g}")
            ax.legend(fontsize=8)

    _, axes = plt.subplots(1, 3, figsize=(13, 3.6), layout="constrained")
    draw(axes, 0.3)
    accuracies, errors = 10.0 ** -np.arange(0, 5), []
    for eps in accuracies:
        values, slopes = values_and_slopes(eps)
        # Between the points the network may have kinks: compare with the same quotients of p.
        gaps = slopes - np.diff(true) / np.diff(x)
        errors.append((np.max(np.abs(values - true)), np.max(np.abs(gaps))))
    for column, colour, word in zip(
        np.transpose(errors), [BLUE, ORANGE], ["value", "slope"], strict=True
    ):
        axes[2].loglog(accuracies, column, "o-", ms=4, color=colour, label=f"error of the {word}")
    axes[2].loglog(accuracies, accuracies, color="0.6", ls="--", label="ε")
    axes[2].loglog(accuracies, 20 * accuracies**0.5, color="0.6", ls=":", label="20 √ε")
    axes[2].set(xlabel="ε", ylabel="largest error", title="on [−1, 1]")
    axes[2].invert_xaxis()
    axes[2].legend(fontsize=8)
    plt.show()
    _slide(draw, 2, (11, 3.4), "eps", "FloatLogSlider", value=0.1, min=-4, max=0.5)


def show_magnitudes(networks):
    """The largest entry of each affine map, through the depth."""
    _, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
    for (label, network), colour, marker in zip(
        networks.items(), [BLUE, GREEN, ORANGE], "osv", strict=False
    ):
        largest = [max(np.max(np.abs(W)), np.max(np.abs(b))) for W, b in network]
        numbers = np.arange(1, len(largest) + 1)
        ax.semilogy(numbers, largest, marker + "-", ms=4, color=colour, label=label)
    ax.set(xlabel="number of the affine map", ylabel="largest entry")
    ax.legend(fontsize=8)
    plt.show()


def show_pieces(count_linear_pieces, sawtooth, describe):
    """The number of affine pieces against the depth."""
    rng, depths = np.random.default_rng(13), np.arange(2, 11)

    def of_random_network(depth):
        sizes = [1] + [4] * (depth - 1) + [1]
        network = [
            (rng.normal(0, np.sqrt(2 / n), (n, m)), rng.normal(0, 0.3, m))
            for n, m in pairwise(sizes)
        ]
        return count_linear_pieces(network, 0, 1)

    of_sawtooth = [count_linear_pieces(sawtooth(depth - 1), 0, 1) for depth in depths]
    of_random = np.array([[of_random_network(depth) for _ in range(20)] for depth in depths])
    of_shallow = [(describe(sawtooth(depth - 1))["n_parameters"] - 1) // 3 + 1 for depth in depths]
    _, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for pieces, style, colour, label in [
        (of_sawtooth, "o-", BLUE, "sawtooth, width 3"),
        (of_shallow, "s-", GREEN, "one hidden layer, as many parameters: at most"),
        (of_random.max(axis=1), "v:", ORANGE, "random, width 4: the most of 20"),
        (of_random.mean(axis=1), "^-", ORANGE, "random, width 4: mean"),
    ]:
        ax.semilogy(depths, pieces, style, color=colour, label=label)
    ax.set(xlabel="depth", ylabel="affine pieces on [0, 1]")
    ax.legend(fontsize=8)
    plt.show()


def show_kinks(derivative, identity_model, square_models):
    """What automatic differentiation returns at generic points and at kinks."""
    _, axes = plt.subplots(1, 3, figsize=(13, 3.4), layout="constrained")
    line, unit = np.linspace(-1, 1, 100)[:, None], np.random.default_rng(15).random((300, 1))
    pictures = [
        (
            identity_model,
            line,
            np.zeros((1, 1)),
            "at 0",
            r"$x = \mathrm{relu}(x) - \mathrm{relu}(-x)$",
        )
    ]
    for k, model in square_models.items():
        pictures.append((model, unit, np.arange(33)[:, None] / 32, "multiples of 1/32", f"$f_{k}$"))
    for ax, (model, generic, kinks, label, title) in zip(axes, pictures, strict=False):
        ax.plot(generic, derivative(model, generic)[:, 0], ".", ms=4, color=BLUE)
        ax.plot(kinks, derivative(model, kinks)[:, 0], "o", ms=4, color=ORANGE, label=label)
        ax.plot([], [], ".", ms=4, color=BLUE, label="generic points")
        ax.set(xlabel="x", ylabel="derivative", title=title)
        ax.legend(fontsize=8)
    axes[0].set(ylim=(-0.1, 1.3), xticks=[-1, 0, 1])
    for ax in axes[1:]:
        ax.plot([0, 1], [0, 2], color="0.6", lw=0.5)
    plt.show()


def show_training(constructed, trained, yours, title):
    """Error against the number of parameters, pairs of both: constructed and trained."""
    _, ax = plt.subplots(figsize=(8, 4.4), layout="constrained")
    label = "square_network(k), k = 1, …, 10: written down"
    ax.loglog(*zip(*constructed, strict=True), "o-", color=BLUE, label=label)
    units = np.array([2, 5, 15, 50, 170, 600])
    bound = 1 / (8 * (units + 1.0) ** 2)
    ax.loglog(3 * units + 1, bound, "--", color=GREEN, label="one hidden layer: lower bound")
    for (label, results), marker, colour in zip(
        trained.items(), "sv", [PINK, ORANGE], strict=False
    ):
        ax.loglog(*zip(*results, strict=True), marker, color=colour, label=label)
    ax.loglog(*zip(*yours, strict=True), "*", ms=13, color="0.2", label="your learn_square")
    ax.set(xlabel="parameters", ylabel="error on [0, 1]", title=title)
    ax.legend(fontsize=8)
    plt.show()


def show_smooth(f, smooth_network, trapezoid, realize, describe):
    """A network over a smooth function, its trapezoids, and the errors."""
    x = np.linspace(0, 1, 2002)

    def values(network):
        return realize(network, x[:, None])[:, 0]

    def draw(axes, n_cells, degree):
        network = smooth_network(f, n_cells, degree, 1e-6)
        y, facts = values(network), describe(network)
        for m in range(n_cells + 1):
            label = "" if m else "trapezoids, lowered by 1"
            part = values(trapezoid(m, n_cells)) - 1
            axes[0].fill_between(x, part, -1, color=BLUE, alpha=0.15, label=label)
        axes[0].plot(x, f(x), color="0.6", lw=3, label="f")
        axes[0].plot(x, y, color=BLUE, lw=1.2, label="network")
        axes[0].legend(fontsize=8, loc="upper right")
        title = f"{n_cells} cells, degree {degree}: depth {facts['depth']}"
        title += f", {facts['connectivity']} weights that are not 0"
        axes[0].set(xlabel="x", ylabel="value", ylim=(-1.05, 1.7))
        axes[0].set_title(title, fontsize=9)
        axes[1].semilogy(x, np.abs(y - f(x)) + 1e-12, color=ORANGE, lw=1)
        axes[1].set(title="error", xlabel="x", ylabel="error", ylim=(1e-9, 1))

    def slide(n_cells, degree):
        _, axes = plt.subplots(1, 2, figsize=(11, 3), layout="constrained")
        draw(axes, n_cells, degree)
        plt.show()

    _, axes = plt.subplots(1, 3, figsize=(13, 3), layout="constrained")
    draw(axes, 5, 2)
    cells = (2, 4, 8, 12)
    for degree, colour in zip([1, 2, 3], [BLUE, GREEN, ORANGE], strict=True):
        errors = [np.max(np.abs(values(smooth_network(f, n, degree, 1e-6)) - f(x))) for n in cells]
        axes[2].loglog(cells, errors, "o-", color=colour, label=f"degree {degree}")
    axes[2].set(xlabel="cells", ylabel="error", title="largest error")
    axes[2].minorticks_off()
    axes[2].set_xticks(cells, cells)
    axes[2].legend(fontsize=8)
    plt.show()
    if widgets is not None:
        cells = widgets.IntSlider(4, 1, 12, continuous_update=False)
        degree = widgets.IntSlider(2, 1, 4, continuous_update=False)
        widgets.interact(slide, n_cells=cells, degree=degree)


def show_global(global_square, realize, describe):
    """Error and bound on the whole real line, and the size against eps."""

    def draw(axes, eps, growth):
        x = np.logspace(-2, 6, 4000)
        error = np.abs(realize(global_square(eps, growth), x[:, None])[:, 0] - x**2)
        label = rf"$\varepsilon (1 + |x|^{{{growth:g}}})$"
        axes[0].loglog(x, eps * (1 + x**growth), color="0.5", ls="--", label=label)
        axes[0].loglog(x, x**2, color="0.8", label="$x^2$")
        axes[0].loglog(x, error + 1e-16, color=ORANGE, lw=1, label="error")
        title = rf"$\varepsilon$ = {eps:.1e}, $r$ = {growth:g}"
        axes[0].set(xlabel="x", title=title, ylim=(eps * 1e-4, 1e13))
        axes[0].legend(fontsize=8)
        accuracies = np.logspace(-1, -8, 15)
        sizes = [describe(global_square(one, growth))["n_parameters"] for one in accuracies]
        axes[1].semilogx(accuracies, sizes, "o-", ms=3, color=BLUE)
        axes[1].set(xlabel=r"$\varepsilon$", title="parameters")
        axes[1].invert_xaxis()

    def slide(eps=1e-3, growth=3.0):
        _, axes = plt.subplots(1, 2, figsize=(11, 3.2), layout="constrained")
        draw(axes, eps, growth)
        plt.show()

    slide()
    if widgets is not None:
        eps = widgets.FloatLogSlider(1e-2, min=-6, max=-1, continuous_update=False)
        widgets.interact(slide, eps=eps, growth=[3.0, 4.0, 2.5])
