"""What people take away as spreadsheets, by noun."""
