"""Models name the form of pages while they load; the forms of files need loaded models."""
