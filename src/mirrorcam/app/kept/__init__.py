"""What is kept of each person: sessions, films, expressions and settings; in order, in one copy, or handed over."""
