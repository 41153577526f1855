"""Rasa's custom actions: read the case, call the conversation once, send, set slots."""
