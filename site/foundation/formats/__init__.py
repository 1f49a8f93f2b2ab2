"""Where our formats of dates and times differ from Django's, by language."""
