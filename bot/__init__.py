"""The FTA Advisor: preferential origin for exporters from the European Union.

Usable without Rasa, SQL or network; see README.md for the ways in.
"""
