"""Reading what people write: numbers, money, HS codes, markets, yes and no, bills of materials.

Needs neither Rasa nor spaCy. Nothing here decides anything: every reader says what it found,
where, and whether it is certain; the caller echoes or asks.
"""
