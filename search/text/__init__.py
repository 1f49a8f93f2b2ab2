"""Words as people write them and as the index compares them. Pure: no database, no request."""
