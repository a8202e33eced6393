"""How words are said: the phones, the lexicon, and the spellings that speech engines need."""
