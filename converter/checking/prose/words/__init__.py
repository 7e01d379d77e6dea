"""What is known of words: the lists, the phrases and the model of the language, and the doubts that they raise."""
