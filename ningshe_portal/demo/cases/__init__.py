"""The cases of the demo: who applied for what, how many working days ago, and how far it has come."""

from . import counter, digging, ended, under_way, unusual

CASES = counter.CASES + under_way.CASES + ended.CASES + unusual.CASES + digging.CASES
