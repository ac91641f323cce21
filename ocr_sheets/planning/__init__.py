"""The term planned: which visits are still needed and when they are possible, who has what to do in which week, and what it costs.

Nothing here writes anything. `make_plan` puts it all together; pandas is imported only by `tables`.
"""
