"""The databases' full text search as readers need it. Named in `WAGTAILSEARCH_BACKENDS`."""
