"""Random numbers, quantiles and deaths, as docs/model.md describes them (7.1, 7.9, 7.15).

Written from the document alone, without the engine's source, and used by model.py.
"""

import math

import blake3
import numpy as np
from scipy import special, stats

# Purposes, in the order of the table in 7.15.
(
    INPUT, EVENT, OFFER, ACCEPT, ENCOURAGE, AGREEMENT, BREAKDOWN, DECISION, ATTRIBUTION, DEATHS_OF_ACT,
    DEATHS_OF_POSTURE, ROUTINE, GROUP_ATTACK, GROUP_DEATHS, GROUP_HIT, ORDER, SUSPICION, POLICY,
) = range(18)

LOW_32 = 0xFFFFFFFF


def philox(counter, key):
    """Philox4x32-10 (Salmon et al. 2011): four words from a counter of four and a key of two."""
    a, b, c, d = counter
    k0, k1 = key
    for _ in range(10):
        from_a, from_c = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (from_c >> 32) ^ b ^ k0, from_c & LOW_32, (from_a >> 32) ^ d ^ k1, from_a & LOW_32
        k0, k1 = (k0 + 0x9E3779B9) & LOW_32, (k1 + 0xBB67AE85) & LOW_32
    return a, b, c, d


def entity(kind, *names):
    """The 48-bit key of whom a draw concerns."""
    text = b"".join(len(part.encode()).to_bytes(8, "little") + part.encode() for part in (kind, *names))
    return int.from_bytes(blake3.blake3(text).digest()[:6], "little")


def unit(word):
    """A uniform number in single precision."""
    u = (np.float32(word) + np.float32(0.5)) * np.float32(2.0**-32)
    return min(u, np.float32(1 - 2.0**-24))


def unit64(hi, lo):
    """A uniform number in double precision."""
    return (2 * ((hi * 2**32 + lo) // 2**12) + 1) * 2.0**-53


class Luck:
    """All draws of one run."""

    def __init__(self, seed, replicate):
        self.seed, self.replicate = seed, replicate

    def block(self, day, whom, purpose, index=0):
        counter = (
            self.replicate & LOW_32,
            (day & 0xFFFF) << 16 | purpose << 8 | self.replicate >> 32,
            (whom & 0xFFFF) << 16 | index,
            whom >> 16,
        )
        return philox(counter, (self.seed & LOW_32, self.seed >> 32))

    def unit(self, day, whom, purpose, word):
        return unit(self.block(day, whom, purpose)[word])

    def units64(self, day, whom, purpose):
        """Uniform numbers in double precision, from as many blocks as it takes."""
        index = 0
        while True:
            words = self.block(day, whom, purpose, index)
            yield unit64(words[0], words[1])
            yield unit64(words[2], words[3])
            index += 1


def quantile(distribution, u):
    """The value of an input given as a distribution, for one uniform number (7.1), in double precision."""
    ((kind, p),) = distribution.items()
    if kind == "uniform":
        return p["low"] + (p["high"] - p["low"]) * u
    if kind == "triangular":
        low, mode, high = p["low"], p["mode"], p["high"]
        if u < (mode - low) / (high - low):
            return low + math.sqrt(u * (high - low) * (mode - low))
        return high - math.sqrt((1 - u) * (high - low) * (high - mode))
    if kind in ("beta", "pert"):
        low, high = p.get("low", 0.0), p.get("high", 1.0)
        if kind == "beta":
            mean = (p["mean"] - low) / (high - low)
            alpha, beta = p["concentration"] * mean, p["concentration"] * (1 - mean)
        else:
            shape = p.get("shape", 4.0)
            alpha = 1 + shape * (p["mode"] - low) / (high - low)
            beta = 1 + shape * (high - p["mode"]) / (high - low)
        return low + (high - low) * stats.beta.ppf(u, alpha, beta)
    if kind == "normal":
        a, b = (special.ndtr((p[end] - p["mean"]) / p["sd"]) for end in ("low", "high"))
        return p["mean"] + p["sd"] * special.ndtri(a + u * (b - a))
    if kind == "lognormal":
        centre = math.log(p["median"])
        a, b = (special.ndtr((math.log(p[end]) - centre) / p["sigma"]) for end in ("low", "high"))
        return math.exp(centre + p["sigma"] * special.ndtri(a + u * (b - a)))
    if kind == "discrete":
        weights = p.get("weights", [1] * len(p["values"]))
        rows = sorted(zip(p["values"], weights))
        running = 0.0
        for value, weight in rows:
            running += weight / sum(weights)
            if u < running:
                return value
        return rows[-1][0]
    raise ValueError(kind)


def gamma(shape, uniforms):
    """Marsaglia and Tsang (2000)."""
    if shape < 1:
        boost = next(uniforms) ** (1 / shape)
        return boost * gamma(shape + 1, uniforms)
    d = shape - 1 / 3
    c = 1 / math.sqrt(9 * d)
    while True:
        z = special.ndtri(next(uniforms))
        if 1 + c * z <= 0:
            continue
        v = (1 + c * z) ** 3
        if math.log(next(uniforms)) < z * z / 2 + d - d * v + d * math.log(v):
            return d * v


def poisson(mean, uniforms):
    """By inversion below 10, by PTRS (Hörmann 1993) from there."""
    if mean <= 0:
        return 0
    if mean < 10:
        u, count, mass = next(uniforms), 0, math.exp(-mean)
        while u > mass and count < 1000:
            u -= mass
            count += 1
            mass *= mean / count
        return count
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    v_r = 0.9277 - 3.6224 / (b - 2)
    while True:
        u, v = next(uniforms) - 0.5, next(uniforms)
        us = 0.5 - abs(u)
        count = math.floor((2 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= v_r:
            return count
        if count < 0 or (us < 0.013 and v > us):
            continue
        left = math.log(v * inverse_alpha / (a / (us * us) + b))
        if left <= count * math.log(mean) - mean - math.lgamma(count + 1):
            return count


def deaths(mean, dispersion, civilian_share, uniforms):
    """Civilians and military (7.9)."""
    if mean <= 0:
        return 0, 0
    rate = float(mean) * gamma(float(dispersion), uniforms) / float(dispersion)
    civilians = poisson(rate * float(civilian_share), uniforms)
    return civilians, poisson(rate * (1 - float(civilian_share)), uniforms)
