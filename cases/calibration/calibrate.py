#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause
"""Finds two parameters of a case from detector data: a grid that contracts around the best point, 10 times."""
import csv, io, itertools, math, os, subprocess

here = os.path.dirname(os.path.abspath(__file__))
case = os.path.join(here, "..", "degraded_road.yaml")
unknown = {"classes.car.free_speed.4": ("km/h", 15, 40), "classes.car.relaxation_time": ("s", 4, 30)}
data = list(csv.DictReader(open(os.path.join(here, "detectors.csv"))))
conditions = [key for key in data[0] if key != "throughput_car"]

def misfits(points):  # root mean square difference of the flows [veh/s], of all points in one call of zemi
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow([*conditions, *unknown])
    for point, row in itertools.product(points, data):
        values = [f"{v} {unit}" for v, (unit, _, _) in zip(point, unknown.values())]
        rows.writerow([row[key] for key in conditions] + values)
    zemi = [os.environ.get("ZEMI", "zemi"), "evaluate", case, "--set", "time.end=5 min", "--table", "-", "--out", "-"]
    out = subprocess.run(zemi, input=table.getvalue(), stdout=subprocess.PIPE, text=True, check=True).stdout
    flows = [float(row["throughput_car"]) for row in csv.DictReader(io.StringIO(out))]
    errors = [f - float(row["throughput_car"]) for f, (_, row) in zip(flows, itertools.product(points, data))]
    n = len(data)
    return [math.sqrt(sum(e * e for e in errors[i : i + n]) / n) for i in range(0, len(errors), n)]

low, high = ([bounds[i] for bounds in unknown.values()] for i in (1, 2))
for step in range(10):
    axes = [[a + (b - a) * k / 4 for k in range(5)] for a, b in zip(low, high)]
    points = list(itertools.product(*axes))
    best, point = min(zip(misfits(points), points))
    print(f"{step}: misfit {3600 * best:6.2f} veh/h at", ", ".join(f"{v:.3f} {u[0]}" for v, u in zip(point, unknown.values())))
    low = [max(u[1], v - (b - a) / 4) for v, u, a, b in zip(point, unknown.values(), low, high)]
    high = [min(u[2], v + (b - a) / 4) for v, u, a, b in zip(point, unknown.values(), low, high)]
