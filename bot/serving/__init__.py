"""Getting the advisor to run: environment, trained model, supervised processes.

Standard library only. `environment` and `__main__` also run under Python 3.8 and later, because
they are what looks for the Python 3.10 that everything else needs.
"""
