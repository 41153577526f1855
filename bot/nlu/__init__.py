"""Components of Rasa's pipeline: thin layers over bot.language. Only Rasa imports this package."""
