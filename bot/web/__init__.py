"""The way in from the web: the website channel, the chat page, and what watches over them."""
