"""How much of one file is read at most."""

MOST_BYTES = 50_000_000
MOST_CHARACTERS = 200_000
MOST_PAGES = 300
#: Processor time of the reading process.
MOST_SECONDS = 20
MOST_MEMORY = 1_000_000_000
#: Zipped formats: files inside, and size of the one with the text once unpacked.
MOST_MEMBERS = 2_000
MOST_UNPACKED = 40_000_000
