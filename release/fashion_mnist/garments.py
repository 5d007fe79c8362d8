"""Stand-ins for Fashion-MNIST: ten kinds of garments, drawn as pictures of 28 x 28 pixels.

Each picture has a pose, a shape, light and cloth of its own, and some are spoilt; so one can learn
from them what one would learn from photographs, and a linear classifier gets many of them wrong.
"""

from itertools import pairwise

import numpy as np


def draw(n, seed):
    """Draw garments: (images, labels), uint8 (n, 28, 28) and int64 (n,)."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, n)
    images = np.zeros((n, 28, 28), np.float32)
    for label, garment in enumerate(_GARMENTS):
        mine = np.flatnonzero(labels == label)
        if len(mine):
            images[mine] = _photograph(garment, label, len(mine), rng)
    return np.round(255 * images).astype(np.uint8), labels


class _Canvas:
    """Coordinates of the pixels of n images, each with a pose of its own, and shapes in them.

    u goes right and v down, both about from -1 to 1. A shape is how much of each pixel it covers.
    """

    def __init__(self, n, rng, flips):
        self.n, self.rng = n, rng
        y, x = (np.mgrid[:28, :28].astype(np.float32) - 13.5) / 14
        angle = self.normal(0.06)
        x, y = x - self.normal(0.05), y - self.normal(0.05)
        wide, high = 1 + self.normal(0.09), 1 + self.normal(0.06)
        mirror = np.where(self.uniform(0, 1) < flips, -1, 1)
        self.u = mirror * (np.cos(angle) * x + np.sin(angle) * y) / wide
        self.v = (np.cos(angle) * y - np.sin(angle) * x) / high

    def uniform(self, low, high):
        """A number for each image."""
        return self.rng.uniform(low, high, (self.n, 1, 1)).astype(np.float32)

    def normal(self, deviation):
        """A number for each image, within 2.5 deviations."""
        z = self.rng.standard_normal((self.n, 1, 1))
        return (deviation * np.clip(z, -2.5, 2.5)).astype(np.float32)

    def chance(self, p):
        """1 for about a part p of the images and 0 for the others."""
        return (self.uniform(0, 1) < p).astype(np.float32)

    @staticmethod
    def norm(u, v):
        """The length of (u, v); `np.hypot` guards against overflow and takes much longer."""
        return np.sqrt(u * u + v * v)

    @staticmethod
    def cover(distance):
        """Soft edges, a pixel wide."""
        return np.clip(0.5 - distance * 14, 0, 1)

    def limb(self, a, b, r, s):
        """A stroke from a to b, of radius r there and s here."""
        du, dv = b[0] - a[0], b[1] - a[1]
        t = ((self.u - a[0]) * du + (self.v - a[1]) * dv) / (du**2 + dv**2)
        t = np.clip(t, 0, 1)
        apart = self.norm(self.u - a[0] - t * du, self.v - a[1] - t * dv)
        return self.cover(apart - r - t * (s - r))

    def limbs(self, a, b, r, s):
        """The same on both sides."""
        mirrored = [(-point[0], point[1]) for point in (a, b)]
        return np.maximum(self.limb(a, b, r, s), self.limb(*mirrored, r, s))

    def trunk(self, *knots):
        """A symmetric body: half its width at some heights, from top to bottom."""
        half = self.path(self.v, knots)
        ends = np.maximum(knots[0][0] - self.v, self.v - knots[-1][0])
        return self.cover(np.maximum(np.abs(self.u) - half, ends))

    def below(self, bottom, *knots):
        """What lies between a line, given by its heights at some u, and the height `bottom`."""
        sides = np.maximum(knots[0][0] - self.u, self.u - knots[-1][0])
        top = self.path(self.u, knots)
        return self.cover(np.maximum(np.maximum(top - self.v, self.v - bottom), sides))

    @staticmethod
    def path(at, knots):
        """A piecewise linear function."""
        value = knots[0][1]
        for (p, low), (q, high) in pairwise(knots):
            value = value + np.clip((at - p) / (q - p), 0, 1) * (high - low)
        return value

    def disc(self, centre, r, s):
        """An ellipse."""
        away = self.norm((self.u - centre[0]) / r, (self.v - centre[1]) / s)
        return self.cover((away - 1) * np.minimum(r, s))

    def ring(self, centre, r, s, width):
        """The outline of an ellipse."""
        away = self.norm((self.u - centre[0]) / r, (self.v - centre[1]) / s)
        return self.cover(np.abs(away - 1) * np.minimum(r, s) - width)


def _photograph(garment, label, n, rng):
    """Draw n garments of one kind: shape, light, cloth, and what spoils a photograph."""
    c = _Canvas(n, rng, flips=0.25 if label in (5, 7, 8, 9) else 0.0)
    shape, shade = garment(c)
    brightness = c.uniform(0.35, 0.95)
    light = 1 + c.normal(0.15) * c.u + c.normal(0.12) * c.v - 0.18 * np.abs(c.u)
    # Cloth: stripes in one direction or checks, or a print on the front.
    phase, steps = c.uniform(0, 6.3), c.uniform(9, 24)
    level, upright = np.sin(steps * c.v + phase), np.sin(steps * c.u + phase)
    kind = c.uniform(0, 1)
    pattern = np.where(kind < 0.14, level, np.where(kind < 0.22, upright, level * upright))
    patterned = kind < (0.5 if label == 6 else 0.28)
    cloth = 1 + np.where(patterned, c.uniform(0.1, 0.4) * pattern, 0)
    spot = c.disc((c.normal(0.1), c.uniform(-0.3, 0.2)), c.uniform(0.1, 0.3), c.uniform(0.1, 0.3))
    cloth = cloth * (1 + c.chance(0.25) * c.uniform(-0.7, 0.7) * spot)
    rough = rng.standard_normal((n, 28, 28)).astype(np.float32)
    folds = rng.standard_normal((n, 7, 7)).astype(np.float32).repeat(4, 1).repeat(4, 2)
    folds = (folds + np.roll(folds, 2, 1) + np.roll(folds, 2, 2) + np.roll(folds, 2, (1, 2))) / 2
    cloth = cloth * (1 + 0.05 * rough + 0.1 * folds)
    image = shape * np.clip(brightness * light * cloth * shade, 0.04, 1)
    # Something in front, a bar across or a corner, for some of them.
    hidden = c.chance(0.12) * c.limb(
        (c.uniform(-1, 1), c.uniform(-1, 1)),
        (c.uniform(-1, 1), c.uniform(-1, 1)),
        c.uniform(0.05, 0.2),
        c.uniform(0.05, 0.2),
    )
    image = image * (1 - hidden) + hidden * c.uniform(0, 0.6)
    image = image + c.chance(0.5) * 0.03 * np.abs(rng.standard_normal((n, 28, 28)))
    return np.clip(image, 0, 1)


def _neckline(c, depth):
    return 1 - c.disc((0, c.uniform(-0.92, -0.86)), c.uniform(0.12, 0.22), depth)


def _t_shirt(c):
    half, hem = c.uniform(0.34, 0.48), c.uniform(0.6, 0.88)
    body = c.trunk((-0.85, half * 0.6), (-0.7, half), (-0.3, half * 0.93), (hem, half))
    out, reach = c.uniform(0.2, 0.38), c.uniform(0.15, 0.5)
    sleeves = c.limbs((half - 0.1, -0.62), (half + out - 0.1, -0.62 + reach), 0.16, 0.13)
    sleeves = sleeves * c.chance(0.9)  # some are tops
    shape = np.maximum(body, sleeves) * _neckline(c, c.uniform(0.12, 0.3))
    return shape, 1 - 0.15 * sleeves * (1 - body)


def _pullover(c):
    half, hem = c.uniform(0.34, 0.48), c.uniform(0.55, 0.85)
    body = c.trunk((-0.85, half * 0.6), (-0.7, half), (0.2, half * 0.95), (hem, half * 0.95))
    out, cuff = c.uniform(0.12, 0.32), c.uniform(0.35, 0.8)
    sleeves = c.limbs((half - 0.08, -0.6), (half + out, cuff), 0.15, 0.1)
    shape = np.maximum(body, sleeves) * _neckline(c, c.uniform(0.06, 0.18))
    ribs = c.cover(hem - 0.12 - c.v)
    seams = c.limbs((half - 0.02, -0.4), (half, hem), 0.015, 0.015)
    return shape, (1 - 0.2 * ribs * c.chance(0.6)) * (1 - 0.45 * seams)


def _coat(c):
    half, hem = c.uniform(0.32, 0.45), c.uniform(0.72, 0.95)
    flare = c.uniform(1.0, 1.25)
    body = c.trunk((-0.9, half * 0.55), (-0.7, half), (0.1, half * 0.9), (hem, half * flare))
    out, cuff = c.uniform(0.1, 0.3), c.uniform(0.4, 0.8)
    sleeves = c.limbs((half - 0.08, -0.6), (half + out, cuff), 0.15, 0.11)
    shape = np.maximum(body, sleeves) * (1 - c.disc((0, -0.95), c.uniform(0.06, 0.14), 0.15))
    side = c.normal(0.06)
    opening = c.limb((side, -0.6), (side, 1.0), 0.03, 0.03)
    lapels = c.limbs((0.16, -0.85), (0.01, c.uniform(-0.4, 0.0)), 0.03, 0.02)
    seams = c.limbs((half - 0.02, -0.4), (half, hem), 0.015, 0.015)
    return shape, (1 - c.uniform(0.3, 0.8) * np.maximum(opening, lapels)) * (1 - 0.4 * seams)


def _shirt(c):
    half, hem = c.uniform(0.32, 0.46), c.uniform(0.6, 0.9)
    body = c.trunk((-0.88, half * 0.55), (-0.7, half), (0.1, half * 0.93), (hem, half))
    short = c.chance(0.3)
    out, cuff = c.uniform(0.12, 0.32), c.uniform(0.35, 0.8)
    end_u, end_v = half + out - 0.05 * short, cuff * (1 - short) + short * c.uniform(-0.4, -0.1)
    sleeves = c.limbs((half - 0.08, -0.6), (end_u, end_v), 0.14, 0.1 + 0.03 * short)
    shape = np.maximum(body, sleeves)
    collar = c.limbs((0.17, -0.86), (0.03, -0.62), 0.05, 0.03)
    shape = np.maximum(shape * (1 - c.disc((0, -0.9), 0.1, 0.2)), collar)
    buttons = c.limb((0.0, -0.6), (0.0, hem), 0.02, 0.02) * (np.sin(c.uniform(16, 24) * c.v) > 0)
    return shape, (1 + c.uniform(0.1, 0.5) * collar) * (1 - c.uniform(0.3, 0.8) * buttons)


def _dress(c):
    bust, waist = c.uniform(0.2, 0.32), c.uniform(0.14, 0.26)
    skirt, hem = c.uniform(0.22, 0.5), c.uniform(0.75, 0.98)
    belt = c.uniform(-0.25, 0.05)
    body = c.trunk((-0.75, bust * 0.9), (-0.5, bust), (belt, waist), (hem, skirt))
    straps = c.limbs((bust * 0.6, -0.95), (bust * 0.7, -0.65), 0.05, 0.08)
    long = c.uniform(-0.45, 0.3)
    sleeves = c.limbs((bust, -0.68), (bust + c.uniform(0.05, 0.3), long), 0.1, 0.07)
    shape = np.maximum(np.maximum(body, straps), sleeves * c.chance(0.4))
    shape = shape * (1 - c.disc((0, -0.92), c.uniform(0.08, 0.16), c.uniform(0.15, 0.3)))
    return shape, 1 - c.uniform(0, 0.6) * c.limb((-0.5, belt), (0.5, belt), 0.03, 0.03)


def _trouser(c):
    waist, hem = c.uniform(0.2, 0.32), c.uniform(0.7, 0.97)
    top = c.trunk((-0.93, waist * 0.9), (-0.5, waist * 1.15), (-0.3, waist * 1.15))
    spread, leg = c.uniform(0.0, 0.2), c.uniform(0.6, 1.0)
    legs = c.limbs(
        (waist * 0.6, -0.4), (waist * 0.6 + spread, hem), waist * 0.55, waist * 0.5 * leg
    )
    shape = np.maximum(top, legs) * c.cover(c.v - hem)
    gap = c.trunk((-0.15, 0.01), (hem, 0.01 + spread * 0.5))
    shape = shape * (1 - c.uniform(0.3, 1) * gap)
    return shape, 1 - c.uniform(0, 0.5) * c.limb((-0.5, -0.85), (0.5, -0.85), 0.03, 0.03)


def _sandal(c):
    heel = c.uniform(0.0, 0.55) * c.chance(0.6)
    flat = c.uniform(0.35, 0.55)
    toe, back, arch = (-0.85, flat), (0.8, flat - heel), (-0.25, flat - 0.05)
    thick = c.uniform(0.03, 0.09)
    sole = np.maximum(c.limb(toe, arch, thick, thick), c.limb(arch, back, thick, thick))
    spike = c.limb(back, (0.82, flat), c.uniform(0.03, 0.1), 0.03)
    shape = np.maximum(sole, spike)
    for _ in range(3):
        start, width = c.uniform(-0.75, 0.4), c.uniform(0.03, 0.1)
        foot = flat - heel * np.clip((start + 0.25) / 1.05, 0, 1)
        peak = (start + c.uniform(0.0, 0.35), foot - c.uniform(0.2, 0.45))
        over = np.maximum(
            c.limb((start, foot), peak, width, width),
            c.limb(peak, (peak[0] + c.uniform(0.1, 0.3), foot), width, width),
        )
        shape = np.maximum(shape, over * c.chance(0.85))
    ankle = c.ring((0.6, flat - heel - 0.22), 0.25, 0.18, 0.04) * c.chance(0.5)
    return np.maximum(shape, ankle), 1


def _sneaker(c):
    flat, high = c.uniform(0.3, 0.5), c.uniform(0.4, 0.62)
    toe = c.uniform(0.12, 0.25)
    upper = c.below(
        flat,
        *((-0.92, flat - toe * 0.7), (-0.7, flat - toe), (-0.35, flat - toe * 1.3)),
        *(
            (0.15, flat - high),
            (0.6, flat - high * c.uniform(0.8, 1.0)),
            (0.88, flat - high * 1.05),
        ),
    )
    mouth = c.disc((0.45, flat - high - 0.04), 0.28, 0.12)
    shape = upper * (1 - mouth)
    sole = c.limb((-0.85, flat), (0.85, flat), 0.06, 0.07)
    mark = c.limb(
        (c.uniform(-0.3, 0.2), flat - 0.1), (c.uniform(0.0, 0.5), flat - high * 0.7), 0.04, 0.04
    )
    laces = c.limb((-0.4, flat - toe * 1.3), (0.1, flat - high), 0.05, 0.05)
    laces = laces * (np.sin(30 * c.u) > 0)
    shade = (1 + c.uniform(-0.6, 0.6) * mark) * (1 - 0.5 * laces * c.chance(0.7))
    return np.maximum(shape, sole), np.where(sole > 0.5, c.uniform(0.6, 1.7), shade)


def _ankle_boot(c):
    flat, high = c.uniform(0.55, 0.82), c.uniform(0.85, 1.5)
    toe, throat = c.uniform(0.2, 0.4), c.uniform(-0.25, 0.1)
    upper = c.below(
        flat,
        *((-0.85, flat - toe * 0.7), (-0.6, flat - toe), (throat - 0.1, flat - toe * 1.5)),
        *((throat + 0.05, flat - high), (0.8, flat - high * c.uniform(0.95, 1.05))),
    )
    heel = c.below(flat + c.uniform(0.0, 0.2), (0.35, flat - 0.05), (0.75, flat - 0.05))
    sole = c.limb((-0.8, flat), (0.75, flat), 0.04, 0.04)
    shape = np.maximum(np.maximum(upper, heel), sole)
    line = c.limb((throat + 0.1, flat - high * 0.9), (throat + 0.2, flat - 0.2), 0.03, 0.03)
    cuff = c.cover(c.v - (flat - high * 0.85)) * c.chance(0.4)
    return shape, (1 - c.uniform(0, 0.7) * line) * (1 - 0.3 * cuff)


def _bag(c):
    half, top, bottom = c.uniform(0.5, 0.85), c.uniform(-0.4, 0.05), c.uniform(0.5, 0.85)
    slant = c.uniform(0.75, 1.0)
    body = c.trunk((top, half * slant), (top + 0.08, half * slant + 0.03), (bottom, half))
    reach = c.uniform(0.15, 0.6) * c.chance(0.85)
    handle = c.ring((0, top), half * c.uniform(0.3, 0.8), reach + 0.08, c.uniform(0.03, 0.06))
    shape = np.maximum(body, handle * c.cover(c.v - top))
    flap = c.limb((-1.0, top + 0.25), (1.0, top + 0.25), 0.025, 0.025) * c.chance(0.5)
    clasp = c.disc((0, top + 0.28), 0.08, 0.07) * c.chance(0.5)
    return shape, (1 - c.uniform(0.2, 0.7) * flap) * (1 + c.uniform(-0.7, 0.7) * clasp)


_GARMENTS = (
    *(_t_shirt, _trouser, _pullover, _dress, _coat),
    *(_sandal, _shirt, _sneaker, _bag, _ankle_boot),
)
