"""What all rooms share about words: tokens, sentences, names, numbers, dates, languages.

Pure functions over strings with offsets; nothing here knows of a record, a page or a store.
"""
