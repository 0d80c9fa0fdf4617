"""The reference problems in the integrators and series libraries that others use.

    python peers.py PEER PROBLEM BITS REPETITIONS

prints the seconds of processor time of every repetition, then the final state, one decimal a line. Building and compiling the
integrator is not counted. `compare.py` calls this.
"""

import sys
import time


def signs(memories):
    """The sign classes of so many memories: the first sign is +, the others take every value."""
    return [[1] + [1 - 2 * (k >> j & 1) for j in range(memories - 1)] for k in range(2 ** (memories - 1))]


def start(memories, number):
    """Initial components and saliencies."""
    c = [number(2)] + [number(0)] * (memories - 1)
    saliencies = [number(2), number(1) / number(2), number(1) / number(10)] + [number(0)] * memories
    return c + saliencies[:memories]


def rates(state, memories, number, tanh):
    """The right-hand side of the network."""
    c, alpha = state[:memories], state[memories:]
    classes = signs(memories)
    add = lambda terms: sum(terms[1:], start=terms[0])
    signed = lambda sign, x: x if sign > 0 else -x
    units = [tanh(add([signed(s, x) for s, x in zip(row, c)])) for row in classes]
    share = number(1) / number(len(classes))
    m = [add([signed(row[k], u) for row, u in zip(classes, units)]) * share for k in range(memories)]
    leak = number(1) / number(1000)
    fast = [(a * o + leak * a - x) * number(20) for x, a, o in zip(c, alpha, m)]
    return fast + [number(6) * m[k - 1] - alpha[k] for k in range(memories)]


def problem(name, number):
    """Initial state, right-hand side of (state, tanh) and final time."""
    if name == "bistable":
        return [number(1) / number(10)], lambda x, tanh: [number(2) * tanh(x[0]) - x[0]], 20
    memories = int(name)
    return start(memories, number), lambda x, tanh: rates(x, memories, number, tanh), 10


def timed(run, repetitions):
    """Seconds of each run, and what the last one returned."""
    seconds, result = [], None
    for _ in range(repetitions):
        began = time.process_time()
        result = run()
        seconds.append(time.process_time() - began)
    return seconds, result


def heyoka(name, bits, repetitions):
    """Taylor's method with compiled code; tolerance and order are its defaults for the precision."""
    import heyoka as hy
    import numpy as np

    number = lambda value: hy.real(value, bits)
    initial, right, until = problem(name, number)
    variables = hy.make_vars(*[f"x{k}" for k in range(len(initial))])
    variables = [variables] if len(initial) == 1 else list(variables)
    equations = list(zip(variables, right(variables, hy.tanh)))
    integrator = hy.taylor_adaptive(equations, np.array(initial), fp_type=hy.real, prec=bits, compact_mode=True)

    def run():
        integrator.time = number(0)
        integrator.state[:] = initial
        integrator.propagate_until(number(until))
        return [str(x) for x in integrator.state]

    return timed(run, repetitions)


def mpmath(name, bits, repetitions):
    """`odefun`: Taylor's method with numerical derivatives, made for convenience."""
    from mpmath import mp, mpf, odefun, tanh, nstr

    mp.prec = bits
    initial, right, until = problem(name, mpf)
    run = lambda: odefun(lambda _, x: right(x, tanh), 0, initial, tol=mpf(2) ** (8 - bits))(until)
    seconds, state = timed(run, repetitions)
    return seconds, [nstr(x, int(bits * 0.30103)) for x in state]


def flint(name, bits, repetitions):
    """Power series of balls, as long as ours and with the same rule for the step; midpoints are carried from step to step.

    Every iteration of Picard's map settles one more coefficient; its products are the library's fast ones.
    """
    from flint import arb, arb_series, ctx

    ctx.prec = bits + 32
    order = bits * 35 // 100 + 4
    initial, right, until = problem(name, arb)

    def tanh(x):
        power = (2 * x).exp()
        return (power - 1) / (power + 1)

    def expand(state):
        series = [arb_series([x]) for x in state]
        for terms in range(2, order + 2):
            ctx.cap = terms
            slopes = right([arb_series(s.coeffs()) for s in series], tanh)
            series = [arb_series([x]) + slope.integral() for x, slope in zip(state, slopes)]
        return series

    def longest(series):
        size = lambda k: max(abs(s[k].mid()) for s in series)
        radii = [(size(0) / size(k)).log() / k for k in (order - 1, order)]
        return (min(radii, key=float) - arb(bits) / order * arb(2).log()).exp().mid()

    def run():
        state, left = initial, arb(until)
        while left > 0:
            series = expand(state)
            step = longest(series)
            step = left if step > left else step
            state = [sum_at(s, step) for s in series]
            left = (left - step).mid()
        return state

    def sum_at(series, step):
        total = arb(0)
        for k in range(order, -1, -1):
            total = total * step + series[k]
        return total.mid()

    seconds, state = timed(run, repetitions)
    return seconds, [x.str(int(bits * 0.30103), radius=False) for x in state]


if __name__ == "__main__":
    peer, name, bits, repetitions = sys.argv[1:]
    seconds, state = {"heyoka": heyoka, "mpmath": mpmath, "flint": flint}[peer](name, int(bits), int(repetitions))
    print(*seconds)
    print(*state, sep="\n")
