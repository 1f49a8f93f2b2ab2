"""The words inside uploaded files. Pure: a file goes in, plain text or a reason comes out."""
