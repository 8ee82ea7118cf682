"""Solves one year of commitments with HiGHS: the whole linear program at once."""

import json
import sys
import time

import highspy
import numpy as np

problem = json.load(sys.stdin)
demand = np.array(problem["demand"], dtype=float)
loads, hours = demand.shape
pairs = loads * hours
infinity = highspy.kHighsInf

# Columns: reservations, the plan in dollars an hour; for each hour and load, what the plan covers and what is on demand.
cost = np.concatenate([
    np.array(problem["reserved"]) * hours,
    [hours],
    np.zeros(pairs),
    np.tile(problem["on_demand"], hours),
])
columns = len(cost)
covered, on_demand = loads + 1, loads + 1 + pairs

# Rows: the demand of each hour and load; the plan of each hour. The matrix row by row.
index, value, start = [], [], [0]
for hour in range(hours):
    for load in range(loads):
        at = hour * loads + load
        index += [load, covered + at, on_demand + at]
        value += [1.0, 1.0, 1.0]
        start.append(len(index))
for hour in range(hours):
    index.append(loads)
    value.append(-1.0)
    for load in range(loads):
        index.append(covered + hour * loads + load)
        value.append(problem["plan"][load])
    start.append(len(index))

model = highspy.HighsLp()
model.num_col_, model.num_row_ = columns, pairs + hours
model.col_cost_ = cost
model.col_lower_, model.col_upper_ = np.zeros(columns), np.full(columns, infinity)
model.row_lower_ = np.concatenate([demand.T.reshape(-1), np.full(hours, -infinity)])
model.row_upper_ = np.concatenate([np.full(pairs, infinity), np.zeros(hours)])
model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
model.a_matrix_.start_ = np.array(start)
model.a_matrix_.index_ = np.array(index)
model.a_matrix_.value_ = np.array(value)

# The interior point method is the fastest here. Its last step, which looks for a vertex, is left out: the optimum is the
# same, and only Polder needs no rounding afterwards.
highs = highspy.Highs()
highs.setOptionValue("output_flag", False)
highs.setOptionValue("solver", "ipm")
highs.setOptionValue("run_crossover", "off")
highs.passModel(model)
wall, cpu = time.perf_counter(), time.process_time()
highs.run()
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
status = highs.modelStatusToString(highs.getModelStatus())
found = highs.getInfo().objective_function_value
print(f"HiGHS {highs.version()}, one scenario: {columns:,} columns, {pairs + hours:,} rows, {wall:.1f} s, "
      f"{cpu:.1f} s of processor time, {status}, ${found:.4f}; Polder's cost is {problem['cost'] / found - 1:+.1e} of that")
