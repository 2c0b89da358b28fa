"""How sure a counted share is."""

from math import sqrt

_Z = 1.959964
"""Of a normal distribution: 95 % lie within so many standard deviations."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share that `hits` out of `of` were counted for; (0, 1) where nothing was counted.

    Wilson's score interval (1927): sound for few counts and for shares near 0, where the usual one is not.
    """
    if of == 0:
        return 0.0, 1.0
    share, weight = hits / of, _Z**2 / of
    middle = (share + weight / 2) / (1 + weight)
    half = _Z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    # At the ends the formula gives 0 and 1, but for the last bit of a float.
    return max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < of else 1.0
