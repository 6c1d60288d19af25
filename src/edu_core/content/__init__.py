"""From files to lessons and quizzes: reading, checking, advising."""
