"""Learning from conversations: redacted messages -> reviewed examples -> trained, compared, promoted model.

`python -m bot learn` leads through the steps; docs/operating/learning.md is the operators' guide.
"""
