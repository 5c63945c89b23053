"""From one box to ten million users in ten thousand directories, played through: docs/scale/simulate.py [seed]

Reads costs.csv (measure.sh). Prints what the formula of docs/scale.md says beside what the play shows, so that the formula can be believed or not.
"""
import csv, heapq, math, os, random, sys

HERE = os.path.dirname(os.path.abspath(__file__))
COST = {row["operation"]: (float(row["server_ms"]), float(row["database_ms"])) for row in csv.DictReader(open(HERE + "/costs.csv"))}
SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 1
DIRECTORIES, USERS = 10_000, 10_000_000
WINDOW, POLL, SLOTS = 300.0, 1.0, 4           # five minutes, a second, runs at once on a node
CHANGES_A_DAY, PEAK = 0.05, 5                 # of each user; the busiest hours against the mean
MIX = {"filter": 1.0, "get": 1.0, "patch": 0.6, "add_member": 0.5, "create": 0.1, "delete": 0.1}   # requests for one change
ONE, MANY, OF_MANY = COST["run_of_one_change"][0], 80, COST["run_of_80_changes"][0]
PER_CHANGE = (OF_MANY / ONE - 1) / (MANY - 1)  # of the cost of a run with one change, for each further one


def sizes(skew):
    """Zipf: a few directories have most of the users."""
    weights = [rank ** -skew for rank in range(1, DIRECTORIES + 1)]
    return [max(1, round(USERS * w / sum(weights))) for w in weights]


def rate(size, load):
    return size * CHANGES_A_DAY * PEAK * load / 86400


def run_cost(changes):
    """Seconds of a server's processor."""
    return ONE / 1000 * (1 + PER_CHANGE * (changes - 1))


def erlang_c(servers, busy):
    """The part of the runs that must wait, where runs come at random and `busy` servers are wanted."""
    if busy >= servers:
        return 1.0
    term, total = 1.0, 1.0
    for n in range(1, servers):
        term *= busy / n
        total += term
    last = term * busy / servers / (1 - busy / servers)
    return last / (total + last)


def paper(directories, nodes, load):
    """Runs a second, the part of the slots that is busy, and how late a run starts on the average: by formula."""
    runs = work = square = 0.0
    for size in directories:
        lam = rate(size, load)
        every = WINDOW + 1 / lam
        mean = 1 + lam * WINDOW
        runs += 1 / every
        work += run_cost(mean) / every
        square += run_cost(mean) ** 2 / every
    servers, mean = nodes * SLOTS, work / runs
    wait = math.inf if work >= servers else erlang_c(servers, work) * mean / (servers - work) * (square / runs / mean ** 2) / 2
    # The first node that looks finds it: of several that look each second, that is sooner.
    return runs, work / servers, POLL / (nodes + 1) + wait


def play(directories, nodes, load, seconds, chance):
    """The same, played: changes come at random, windows open and end, nodes look every second and take what is due, the oldest first."""
    opens = [(chance.expovariate(rate(size, load)), n) for n, size in enumerate(directories)]
    heapq.heapify(opens)
    due, late, busy, runs = [], [], 0.0, 0
    looks = [(chance.random() * POLL, node) for node in range(nodes)]
    heapq.heapify(looks)
    free = [[0.0] * SLOTS for _ in range(nodes)]
    warm = 2 * WINDOW
    waiting = []
    while True:
        now, node = heapq.heappop(looks)
        if now > seconds:
            break
        while opens and opens[0][0] + WINDOW <= now:
            opened, n = heapq.heappop(opens)
            heapq.heappush(waiting, (opened + WINDOW, n))
        # Until the next look this node begins one run after the other wherever a slot is free; others may do so meanwhile, a little later.
        while waiting:
            slot = min(range(SLOTS), key=free[node].__getitem__)
            start = max(now, free[node][slot])
            if start >= now + POLL * 0.9:
                break
            ended, n = heapq.heappop(waiting)
            lam = rate(directories[n], load)
            changes = 1 + poisson(lam * (WINDOW + start - ended), chance)
            cost = run_cost(changes)
            free[node][slot] = start + cost
            if ended > warm:
                late.append(start - ended)
                busy += cost
                runs += 1
            heapq.heappush(opens, (start + chance.expovariate(lam), n))
        heapq.heappush(looks, (now + POLL * chance.uniform(0.9, 1.1), node))
    late.sort()
    span = seconds - warm
    return runs / span, busy / span / (nodes * SLOTS), sum(late) / len(late), late[int(len(late) * 0.99)]


def poisson(mean, chance):
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, n, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        n, product = n + 1, product * chance.random()
    return n


def windows(chance):
    print(f"Runs of {DIRECTORIES} directories with {USERS} users; a node has four slots. Formula | play\n")
    print("| skew | load | nodes | runs/s | slots busy | mean lateness, s | 99 %, s |\n|---|---|---|---|---|---|---|")
    for skew, load, nodes in ((0.9, 1, 1), (0.9, 1, 2), (0.9, 10, 2), (0.9, 30, 2), (0.9, 30, 4), (0.9, 200, 2), (0.5, 1, 2), (1.1, 1, 2)):
        directories = sizes(skew)
        runs, used, late = paper(directories, nodes, load)
        seen = play(directories, nodes, load, 3600, chance)
        print(f"| {skew} | × {load} | {nodes} | {runs:.1f} \\| {seen[0]:.1f} | {used:.1%} \\| {seen[1]:.1%} | {late:.2f} \\| {seen[2]:.2f} | {seen[3]:.2f} |")


def machines():
    print("\nProcessors that are wanted at the peak, for requests and runs\n")
    print("| load | changes/s | requests/s | server | PostgreSQL |\n|---|---|---|---|---|")
    for load in (1, 10, 100):
        changes = rate(USERS, load)
        server, database = (sum(MIX[o] * COST[o][i] for o in MIX) * changes / 1000 for i in (0, 1))
        runs = paper(sizes(0.9), 1000, load)[0] * COST["run_of_one_change"][1] / 1000
        work = sum(run_cost(1 + rate(s, load) * WINDOW) / (WINDOW + 1 / rate(s, load)) for s in sizes(0.9))
        print(f"| × {load} | {changes:.0f} | {changes * sum(MIX.values()):.0f} | {server + work:.2f} | {database + runs:.2f} |")


def placement(chance):
    print("\nUsers on the fullest shard against the mean, directories placed by hash; in brackets with the ten largest in shards of their own\n")
    print("| skew | largest directory | 4 shards | 16 | 32 | 64 | 256 |\n|---|---|---|---|---|---|---|")
    for skew in (0.5, 0.9, 1.1):
        directories = sizes(skew)
        cells = []
        for shards in (4, 16, 32, 64, 256):
            tries = []
            for some in (directories, directories[10:]):
                total = 0.0
                for _ in range(20):
                    load = [0] * shards
                    for size in some:
                        load[chance.randrange(shards)] += size
                    total += max(load) / (sum(load) / shards)
                tries.append(total / 20)
            cells.append(f"{tries[0]:.2f} ({tries[1]:.2f})")
        print(f"| {skew} | {directories[0]} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    print(f"seed {SEED}; costs: " + ", ".join(f"{o} {s} + {d} ms" for o, (s, d) in COST.items()) + "\n")
    luck = random.Random(SEED)
    windows(luck)
    machines()
    placement(luck)
