"""The planning of visits, whole: which visits are still needed and when they are possible, who has what to do in which week, what it
costs, and how that is told in a workbook and on a page. `README.md` beside this file says what is decided in which order.

`make_plan` works the plan out and writes nothing; `files` reads a workbook and writes what was planned.
"""
