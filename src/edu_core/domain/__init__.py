"""What a lesson, a question, an attempt and a class are. No clock, files, network or database."""
