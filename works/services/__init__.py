"""The verbs of the works of a case: a part given, the plan put forward, confirmed or sent back; steps and fees."""
