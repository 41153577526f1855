"""The conversation as a state machine: what was said and the case so far -> replies and the new case.

Needs no dialogue platform: Rasa, a test or a plain loop hand in a turn and show what comes back.
"""
